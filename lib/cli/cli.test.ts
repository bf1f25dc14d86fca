// The command's own part: what it understands, and where it takes its token from.
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { run } from './main.ts'
import { settingsFrom } from './settings.ts'
import { parsedWords, Usage } from './usage.ts'

const folder = mkdtempSync('/tmp/fulcrum-cli-')
after(() => rmSync(folder, { recursive: true }))

const why = (doing: () => unknown): string => {
  try {
    doing()
  } catch (error) {
    assert.ok(error instanceof Usage, String(error))
    return error.message
  }
  return ''
}

test('words are understood, or refused with a sentence', () => {
  assert.deepEqual(parsedWords(['drain', 'Web/web1', '--wait', '--timeout', '9']), {
    ...{ name: 'drain', what: 'Web/web1', wait: true, timeout: 9, plan: false, json: false },
  })
  assert.equal(parsedWords(['drain', '--address', '10.0.0.1']).address, '10.0.0.1')
  assert.equal(parsedWords([]).name, 'help')
  const refused = (...words: string[]) => why(() => parsedWords(words))
  assert.match(refused('stop'), /no command stop/)
  assert.match(refused('drain'), /either <service>\/<server> or --address/)
  assert.match(refused('drain', 'Web/a', '--address', '1'), /either/)
  assert.match(refused('drain', 'Web'), /has to be/)
  assert.match(refused('halt', 'Web/a', '--wait'), /--wait goes with drain/)
  assert.match(refused('apply'), /needs a file/)
  assert.match(refused('drain', 'Web/a', '--timeout', 'x'), /no number/)
  assert.match(refused('status', 'a', 'b'), /one name too many/)
  assert.match(refused('status', '--address'), /needs a value/)
})

const env = { FULCRUM_CONFIG: '', FULCRUM_URL: 'https://lb1:9443', FULCRUM_TOKEN: 't' }
const { FULCRUM_CONFIG: _, ...given } = env

test('settings come from the environment before the file, and from no file that others can read', () => {
  assert.equal(
    settingsFrom({ ...given, FULCRUM_FINGERPRINT: `AB:${'cd:'.repeat(30)}ef` }).fingerprint?.length,
    64,
  )
  assert.match(
    why(() => settingsFrom({ ...given, FULCRUM_URL: 'http://lb1' })),
    /begins with https/,
  )
  assert.match(
    why(() => settingsFrom({ ...given, FULCRUM_FINGERPRINT: 'ab' })),
    /64 hexadecimal/,
  )
  assert.match(
    why(() => settingsFrom({ ...given, FULCRUM_CA: '/nowhere' })),
    /cannot be read/,
  )
  const path = join(folder, 'settings')
  writeFileSync(path, 'FULCRUM_TOKEN = from-file\n# x\nFULCRUM_URL=https://lb2\n', { mode: 0o640 })
  chmodSync(path, 0o640)
  assert.match(
    why(() => settingsFrom({ FULCRUM_CONFIG: path })),
    /chmod 600/,
  )
  chmodSync(path, 0o600)
  const settings = settingsFrom({ FULCRUM_CONFIG: path, FULCRUM_URL: 'https://lb1' })
  assert.deepEqual([settings.token, settings.url.host], ['from-file', 'lb1'])
  assert.match(
    why(() => settingsFrom({ FULCRUM_CONFIG: join(folder, 'none') })),
    /no file/,
  )
})

test('exit codes: help 0, usage 2, unreachable 3', async () => {
  const said: string[] = []
  const out = { print: (t: string) => void said.push(t), complain: (t: string) => void said.push(t) }
  assert.equal(await run(['--help'], {}, out), 0)
  assert.match(said[0] ?? '', /fulcrum drain <service>\/<server>/)
  assert.equal(await run(['drain'], given, out), 2)
  assert.equal(await run(['status'], { ...given, FULCRUM_URL: 'https://127.0.0.1:1' }, out), 3)
  assert.match(said.at(-1) ?? '', /cannot be reached/)
})
