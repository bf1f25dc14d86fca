// 500 random logins, and broken questions: each reaches the directory or is refused before with a reason, and none is a fault. The long form is `npm run bench:login`.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { tryInputs } from '../../e2e/bench/login-inputs.ts'
import { freshConsole, temporaryPlaces } from '../../lib/server/testing/state.ts'
import { configOf, ldapAt } from '../testing/directories/ask.ts'
import { randomFrom } from '../testing/directories/inputs.ts'
import { openDoor } from './door.ts'
import { Logins } from './login.ts'

const folder = mkdtempSync('/tmp/fulcrum-inputs-')
temporaryPlaces()
before(freshConsole)
after(() => rmSync(folder, { recursive: true }))

test('500 random logins end at the directory, or before it with a reason; only the right one is in', async () => {
  const ended = await tryInputs(folder, 500, Number(process.env.FULCRUM_SEED ?? 1))
  assert.deepEqual(ended.wrong, [])
  const before = Object.values(ended.before).reduce((sum, n) => sum + n, 0)
  assert.equal(ended.reached + before, 500)
  assert.ok(
    ended.reached > 150 && ended.accepted > 0 && Object.keys(ended.before).length >= 5,
    JSON.stringify(ended),
  )
})

/** Its status. */
const post = (socketPath: string, path: string, body: Buffer | string): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, method: 'POST', agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    asked.on('error', reject)
    asked.end(body)
  })

test('questions that are none are refused as such, whatever they hold', async () => {
  const socket = join(folder, 'door.sock')
  const config = configOf(ldapAt(1))
  const noted: string[] = []
  const note = (line: string) => void noted.push(line)
  const door = await openDoor(socket, { config: () => config, logins: new Logins('lb1'), note })
  const random = randomFrom(2)
  const bytes = () => Buffer.from(Array.from({ length: 60 }, () => Math.floor(random() * 256)))
  const bodies = [
    ...['', '{', 'null', '[]', '{"user":"a"}', '{"user":"a","password":""}', '{"__proto__":{"user":"a"}}'],
    JSON.stringify({ user: 'a', password: 'x', address: '', extra: 1 }),
    JSON.stringify({ user: 'a'.repeat(257), password: 'x', address: '' }),
    'x'.repeat(70_000),
    ...Array.from({ length: 50 }, bytes),
  ]
  for (const path of ['/login', '/still', '/test', '/nowhere'])
    for (const body of bodies) assert.equal(await post(socket, path, body), 400, `${path} ${body}`)
  assert.equal(
    await post(socket, '/test', JSON.stringify({ directory: 'no', user: 'a', password: 'b' })),
    400,
  )
  assert.deepEqual(noted, [], 'no fault')
  door.close()
})
