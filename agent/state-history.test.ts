// The history on the disk: torn lines, days, memory of rows, search among many entries.
import assert from 'node:assert/strict'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { StateChange } from '../lib/model/changes.ts'
import type { Row } from '../lib/model/observed.ts'
import { History } from './state-history.ts'

const folders: string[] = []
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})
function folder(): string {
  const made = mkdtempSync('/tmp/fulcrum-history-')
  folders.push(made)
  return made
}

const row = (label: string, state: 'up' | 'down', since: number | null = null): Row => ({
  row: 'server',
  key: `layer7/Web/${label}`,
  item: label,
  area: 'layer7',
  label,
  address: '10.0.0.1',
  ports: '80',
  connections: 0,
  reason: state === 'down' ? 'HTTP 503' : '',
  since,
  state,
  service: 'Web',
  weight: 100,
})
const all = async (history: History) => (await history.find({ limit: 1000 })).changes
const today = (): string => new Date().toISOString().slice(0, 10)

test('LO-02: what a killed agent left torn spoils nothing, and nothing is recorded twice', async () => {
  const at = folder()
  const first = await History.open(at)
  const now = Date.now()
  first.record([row('a', 'up'), row('b', 'up')], now)
  first.record([row('a', 'down'), row('b', 'up')], now + 1000)
  // Killed in the middle of a line; nothing of what it knew was written since its first look.
  appendFileSync(join(at, `${today()}.ndjson`), '{"id":99,"at":1,"key":"layer7/We')
  const second = await History.open(at)
  assert.deepEqual(second.record([row('a', 'down'), row('b', 'up')], now + 2000), [])
  second.record([row('a', 'up'), row('b', 'down')], now + 3000)
  assert.deepEqual(
    (await all(second)).map((c) => `${c.label} ${c.from}>${c.to} ${c.event}`),
    ['b up>down red', 'a down>up green', 'a up>down red'],
  )
})

test('a change while nobody looked is recorded with the time the engine tells', async () => {
  const at = folder()
  const now = Date.now()
  const first = await History.open(at)
  first.record([row('a', 'up', now - 60_000)], now - 50_000)
  first.remember()
  const second = await History.open(at)
  const [entry] = second.record([row('a', 'down', now - 30_000)], now)
  assert.deepEqual([entry?.at, entry?.lasted, entry?.reason], [now - 30_000, 30_000, 'HTTP 503'])
  assert.equal((await History.open(at)).newest, entry?.id)
})

test('what cannot be written is said, and recorded when the cause is gone', async () => {
  const at = folder()
  const history = await History.open(at)
  const now = Date.now()
  history.record([row('a', 'up')], now)
  rmSync(at, { recursive: true })
  assert.deepEqual(history.record([row('a', 'down')], now + 1000), [])
  assert.match(history.trouble, /^Changes of state cannot be recorded\. ENOENT/)
  mkdirSync(at)
  assert.equal(history.record([row('a', 'down')], now + 2000).length, 1)
  assert.equal(history.trouble, '')
})

test('days older than 90 are deleted', async () => {
  const at = folder()
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
  for (const ago of [200, 91, 89, 1]) writeFileSync(join(at, `${day(ago)}.ndjson`), '')
  await History.open(at)
  assert.deepEqual(readdirSync(at).sort(), [89, 1].map((ago) => `${day(ago)}.ndjson`).sort())
})

test('100,000 entries are searched and paged without a gap, newest first', async () => {
  const at = folder()
  const start = Date.now() - 5 * 86_400_000
  const every = (5 * 86_400_000) / 100_000
  const days = new Map<string, string[]>()
  for (let i = 0; i < 100_000; i += 1) {
    const id = Math.floor(start + i * every)
    const entry: StateChange = {
      id,
      at: id,
      key: `layer7/Web-${i % 1000}/web${i % 10}`,
      row: 'server',
      label: `web${i % 10}`,
      service: `Web-${i % 1000}`,
      from: i % 2 ? 'down' : 'up',
      to: i % 2 ? 'up' : 'down',
      reason: i === 7 ? 'needle in the hay' : 'connection refused on port 80',
      lasted: 1000,
      event: null,
    }
    const day = new Date(id).toISOString().slice(0, 10)
    const lines = days.get(day) ?? []
    days.set(day, lines)
    lines.push(JSON.stringify(entry))
  }
  for (const [day, lines] of days) writeFileSync(join(at, `${day}.ndjson`), `${lines.join('\n')}\n`)
  const history = await History.open(at)
  const timed = async (query: Parameters<History['find']>[0]) => {
    const begun = process.cpuUsage()
    const found = await history.find(query)
    const { user, system } = process.cpuUsage(begun) // whatever else the machine does
    return { ...found, ms: (user + system) / 1000 }
  }
  const newest = await timed({ limit: 100 })
  assert.equal(newest.changes.length, 100)
  assert.ok(newest.more && newest.ms < 200, `${newest.ms} ms`)
  const next = await timed({ limit: 100, before: newest.changes.at(-1)?.id })
  const ids = [...newest.changes, ...next.changes].map((c) => c.id)
  assert.deepEqual(
    ids,
    [...new Set(ids)].sort((a, b) => b - a),
  )
  assert.equal(ids[0], history.newest)
  const needle = await timed({ limit: 10, text: 'NEEDLE  hay web-7/web7 down' })
  assert.deepEqual([needle.changes.length, needle.more], [1, false])
  assert.ok(needle.ms < 2000, `${needle.ms} ms`)
  const ofRow = await timed({ limit: 1000, key: 'layer7/Web-5' })
  assert.equal(ofRow.changes.length, 100)
  const [from, to] = [ids[50] ?? 0, ids[40] ?? 0]
  assert.equal((await timed({ limit: 1000, from, to })).changes.length, 11)
  assert.ok(readFileSync(join(at, `${[...days.keys()][0]}.ndjson`)).length > 1_000_000)
})
