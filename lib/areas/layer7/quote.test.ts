// Free text on its way through HAProxy: what its parser makes of it, seen at the server that a check reaches.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { documentsWith, sampleFacts, sampleService } from '../testing.ts'
import { layer7 } from './index.ts'
import { quote, quoteLine } from './quote.ts'

const REQUEST = `/a"b'c\\n\\x41\\\\$HOME\${PATH}$(id)#d;e\`id\`%[env(PATH)]%%T/../{x}|<y>?q=1&r=%20`
const RESPONSE = `it's "ok" # \\ \\n \\x41 $HOME \${PATH} $(id) \`id\` ; %[src] ../ ü 漢 \\`

test('quoted text has one reading', () => {
  assert.equal(quote('a"b\\c$d e#f'), '"a\\"b\\\\c\\$d e#f"')
  assert.equal(quoteLine('a b'), '"a b\\n"')
  for (const bad of ['', 'a\nb', 'a\0b', 'a\x7fb', '\u0085']) assert.throws(() => quote(bad))
})

/** A configuration of one service in which nothing is shared with another HAProxy on this machine. */
function configuration(port: number, socket: string): string {
  const check = { protocol: 'tcp', check: 'http-get', request: REQUEST, response: RESPONSE }
  const service = sampleService(
    's',
    { address: '127.0.0.1', ports: '1', ...check },
    { address: '127.0.0.1', port },
  )
  const [file] = layer7.render(documentsWith('layer7', service), sampleFacts)
  assert.ok(file)
  return file.content
    .replace(/^ {4}bind .*$/m, `    bind ${socket}`)
    .replace(/^peers _tables\n.*$/m, '')
    .replace('inter 4s', 'inter 50')
}

async function startServer(): Promise<{ server: Server; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.host}`)
    // All but the first answer lack the last character of what is expected.
    response.end(asked.length === 1 ? `before ${RESPONSE} after` : `before ${RESPONSE.slice(0, -1)} after`)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { server, asked }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode === null) {
    child.kill()
    await once(child, 'exit')
  }
}

test('Request to send and Response expected go through byte for byte (HC-12, HC-13, HC-14)', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'quote-'))
  const { server, asked } = await startServer()
  const file = join(folder, 'haproxy.cfg')
  writeFileSync(file, configuration((server.address() as AddressInfo).port, join(folder, 'socket')))
  const child = spawn('haproxy', ['-db', '-f', file], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  t.after(async () => {
    await stop(child)
    server.close()
    rmSync(folder, { recursive: true })
  })
  let said = ''
  child.stderr.on('data', (part: Buffer) => {
    said += part
  })
  for (let i = 0; i < 100 && !said.includes('is DOWN'); i++) await pause(50)
  // The first answer passed, or it would be down by then: two more, without the last character, took it out.
  assert.ok(asked.length >= 3, said)
  assert.deepEqual([...new Set(asked)], [`GET ${REQUEST} 127.0.0.1`])
  assert.match(said, /Server s\/s-1 is DOWN, reason: Layer7 invalid response/)
})
