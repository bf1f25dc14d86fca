// Golden fixtures of every room: what is rendered from documents, byte for byte, and what the real programs say to it.
// After a wanted change: GOLDEN=write, then read the diff.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { selfSigned } from '../../e2e/support/certificate.ts'
import type { Documents } from '../model/document.ts'
import type { RenderedFile } from '../model/file.ts'
import type { Room } from './define.ts'
import { rooms } from './index.ts'
import { withStates } from './layer4/working.ts'
import { verifyAll } from './plan.ts'
import { noDocuments, sampleFacts } from './testing.ts'

const scratch = mkdtempSync(join(tmpdir(), 'golden-'))
after(() => rmSync(scratch, { recursive: true }))

const pair = selfSigned()

/** The files as the agent lays them down: with the secrets in place of their markers. */
function lay(folder: string, files: readonly RenderedFile[]): void {
  for (const file of files) {
    const path = join(folder, file.path)
    mkdirSync(dirname(path), { recursive: true })
    const content = file.content
      .replace(/@secret:(console|certificate-\w+)-key@/, pair.key)
      .replace(/@secret:(console-certificate|certificate-\w+)@/, pair.certificate)
    writeFileSync(path, content, { mode: file.mode })
  }
}

const run = (program: string, args: string[], cwd: string) =>
  execFileSync(program, args, { cwd, stdio: 'pipe' })

/** The real program's own check. Throws with its words. */
const programs: Partial<Record<string, (folder: string, path: string) => void>> = {
  'haproxy.cfg': (folder, path) => run('haproxy', ['-c', '-f', path], folder),
  // Any finding of its, even a warning, is a failure: what it warns of it does otherwise than it was told.
  'keepalived.conf': (folder, path) => {
    const working = `${path}.working`
    const means = { fifo: join(folder, 'fifo'), scripts: '/bin', tools: '/bin', scriptUser: 'root' }
    writeFileSync(working, withStates(readFileSync(path, 'utf8'), new Map(), means))
    run('keepalived', ['-t', '-f', working], folder)
  },
  'rules.nft': (folder, path) => run('unshare', ['-n', 'nft', '-c', '-f', path], folder),
  // It listens for the check: on addresses that are not here, as on an appliance before they are up.
  'nginx.conf': (folder, path) =>
    run(
      'unshare',
      [
        ...[
          '-n',
          'sh',
          '-c',
          'sysctl -qw net.ipv4.ip_nonlocal_bind=1 net.ipv6.ip_nonlocal_bind=1; exec nginx "$@"',
          'nginx',
        ],
        ...['-t', '-q', '-p', folder, '-c', path, '-g', `daemon off; pid ${join(folder, 'pid')};`],
      ],
      folder,
    ),
}

function checkGolden(folder: string, files: readonly RenderedFile[]): void {
  const names = files.map((f) => basename(f.path)).sort()
  if (process.env.GOLDEN === 'write')
    for (const f of files) writeFileSync(join(folder, basename(f.path)), f.content)
  assert.deepEqual(
    readdirSync(folder)
      .filter((n) => n !== 'documents.json')
      .sort(),
    names,
  )
  for (const file of files)
    assert.equal(file.content, readFileSync(join(folder, basename(file.path)), 'utf8'), file.path)
}

function checkCase(room: Room, folder: string, laid: string): void {
  const documents: Documents = {
    ...noDocuments(),
    ...JSON.parse(readFileSync(join(folder, 'documents.json'), 'utf8')),
  }
  assert.deepEqual(
    verifyAll(documents, sampleFacts).filter((p) => p.level === 'error'),
    [],
  )
  const files = room.render(documents, sampleFacts)
  checkGolden(folder, files)
  assert.deepEqual(room.render(structuredClone(documents), sampleFacts), files, 'twice the same bytes')
  lay(laid, files)
  for (const file of files) programs[basename(file.path)]?.(laid, join(laid, file.path))
}

for (const room of rooms) {
  const fixtures = join(import.meta.dirname, room.name, 'fixtures')
  for (const name of readdirSync(fixtures)) {
    test(`${room.name}: ${name}`, () => checkCase(room, join(fixtures, name), join(scratch, room.name, name)))
  }
}
