// The audit trail's file: chained, appended once, and every way to spoil it shows, with its place.
import assert from 'node:assert/strict'
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { type AuditEntry, type AuditFault, faultWords } from '../lib/model/audit.ts'
import { Audit } from './audit.ts'
import { linked } from './audit-chain.ts'

const root = mkdtempSync('/tmp/fulcrum-audit-')
after(() => rmSync(root, { recursive: true }))

let folder: string
let head: string
let audit: Audit
const entry = (id: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
  ...{
    id,
    at: 1000 * id,
    user: 'anna',
    address: '192.0.2.7',
    action: 'save',
    area: 'layer7',
    item: `i${id}`,
  },
  ...{ before: null, after: { label: `Web ${id}` }, result: 'done' },
  ...more,
})
const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => entry(from + i))
const append = (entries: AuditEntry[], origin = 'a') => audit.append({ origin, entries })

let n = 0
beforeEach(async () => {
  folder = mkdtempSync(join(root, `${n++}-`))
  head = `${folder}.json`
  audit = new Audit(folder, head)
  await append(ids(1, 8))
})

const file = () => join(folder, readdirSync(folder)[0] ?? '')
const lines = () => readFileSync(file(), 'utf8').trimEnd().split('\n')
const write = (all: readonly string[]) => writeFileSync(file(), `${all.join('\n')}\n`)
async function faults(): Promise<string[]> {
  const { check } = await audit.read({ limit: 10 })
  return check.faults.map((f) => `${f.what} ${f.from}-${f.to} at ${f.line}`)
}

test('lines are chained, only root reads them, and all is well', async () => {
  assert.equal(statSync(file()).mode & 0o777, 0o600)
  const parsed = lines().map((l) => JSON.parse(l))
  assert.equal(parsed[0].prev, '0'.repeat(64))
  for (const [i, line] of parsed.slice(1).entries()) assert.equal(line.prev, parsed[i].hash)
  assert.deepEqual(await faults(), [])
})

test('an entry that is handed over twice stands there once', async () => {
  assert.deepEqual(await append(ids(6, 9)), { upTo: 9, differs: null })
  assert.deepEqual(await append(ids(1, 9)), { upTo: 9, differs: null })
  assert.deepEqual(lines().length, 9)
})

test('entries of another database with the same numbers are entries of their own', async () => {
  await append(ids(1, 2), 'b')
  const { check, entries } = await audit.read({ limit: 10 })
  assert.deepEqual(check.present, { a: [[1, 8]], b: [[1, 2]] })
  assert.deepEqual(
    entries.slice(0, 3).map((e) => `${e.origin}${e.id}`),
    ['b2', 'b1', 'a8'],
  )
})

test('a database that went back and counts anew is noticed, and nothing is lost', async () => {
  const other = [entry(7), entry(8, { user: 'eve' }), entry(9)]
  assert.deepEqual(await append(other), { upTo: 8, differs: 8 })
  assert.equal(lines().length, 8)
})

test('a changed line shows, in its value and in its hash', async () => {
  write(lines().map((l, i) => (i === 3 ? l.replace('Web 4', 'Web 9') : l)))
  assert.deepEqual(await faults(), ['changed 4-4 at 4'])
})

test('a line written anew with a hash that fits it shows by what follows', async () => {
  const [before = '', own = ''] = lines().slice(2, 4)
  const { prev, hash: _, n: number, origin, ...rest } = JSON.parse(own)
  assert.equal(prev, JSON.parse(before).hash)
  const forged = linked({ ...rest, user: 'nobody' }, origin, number, prev).text
  write(lines().map((l, i) => (i === 3 ? forged : l)))
  assert.deepEqual(await faults(), ['changed 4-4 at 4'])
  write([
    ...lines().slice(0, 7),
    linked({ ...entry(8), user: 'x' }, 'a', 8, JSON.parse(lines()[6] ?? '').hash).text,
  ])
  assert.ok((await faults()).includes('changed 8-8 at 8'), String(await faults()))
})

test('removed lines show: in the middle, at the beginning and at the end', async () => {
  write(lines().filter((_, i) => i !== 3 && i !== 4))
  assert.deepEqual(await faults(), ['missing 4-5 at 4'])
  write(lines().slice(1))
  assert.deepEqual(await faults(), ['missing 1-1 at 1', 'missing 4-5 at 3'])
  write(lines().slice(0, -2))
  assert.deepEqual(await faults(), ['missing 1-1 at 1', 'missing 4-5 at 3', 'missing 7-8 at 0'])
  rmSync(file())
  assert.deepEqual(await faults(), ['missing 1-8 at 0'])
})

test('a line in another place shows as that line, a copied one too', async () => {
  const all = lines()
  const moved = all.filter((_, i) => i !== 4)
  moved.splice(6, 0, all[4] ?? '')
  write(moved)
  assert.deepEqual(await faults(), ['moved 5-5 at 7'])
  write([...all.slice(0, 6), all[2] ?? '', ...all.slice(6)])
  assert.deepEqual(await faults(), ['repeated 3-3 at 7'])
})

test('what is no entry any more shows by its neighbours; what the agent did not write shows too', async () => {
  write(lines().map((l, i) => (i === 3 ? l.slice(0, 40) : l)))
  assert.deepEqual(await faults(), ['unreadable 4-4 at 4'])
  const last = JSON.parse(lines()[7] ?? '')
  appendFileSync(file(), `${linked(entry(9), 'a', 9, last.hash).text}\n`)
  assert.deepEqual(await faults(), ['unreadable 4-4 at 4', 'foreign 9-9 at 9'])
})

test('after a file was cut, the trail goes on and the gap stays', async () => {
  write(lines().slice(0, 5))
  await append(ids(9, 10))
  assert.deepEqual(await faults(), ['missing 6-8 at 6'])
})

test('an agent that is killed between file and memory takes in what it wrote, and cuts off half a line', async () => {
  const before = readFileSync(head, 'utf8')
  await append(ids(9, 10))
  writeFileSync(head, before)
  appendFileSync(file(), '{"n":11,"ori')
  audit = new Audit(folder, head)
  assert.deepEqual(await faults(), [])
  assert.deepEqual(await append(ids(10, 11)), { upTo: 11, differs: null })
  assert.equal(lines().length, 11)
  assert.deepEqual(await faults(), [])
})

test('entries are found by words, user, action, result, item and time; pages follow each other', async () => {
  await append([entry(9, { user: 'bob', action: 'login', item: null, result: 'refused' })])
  const found = async (query: object) => (await audit.read({ limit: 20, ...query })).entries.map((e) => e.id)
  assert.deepEqual(await found({ text: 'web 4' }), [4])
  assert.deepEqual(await found({ user: 'bob' }), [9])
  assert.deepEqual(await found({ result: 'refused' }), [9])
  assert.deepEqual(await found({ action: 'save', from: 7000, to: 8000 }), [8, 7])
  assert.deepEqual(await found({ item: 'i2' }), [2])
  const first = await audit.read({ limit: 4 })
  assert.equal(first.more, true)
  const rest = await audit.read({ limit: 10, before: first.entries.at(-1)?.n })
  assert.deepEqual(
    rest.entries.map((e) => e.id),
    [5, 4, 3, 2, 1],
  )
})

test('every fault is a sentence', () => {
  const fault = (what: AuditFault['what'], from: number | null = 4, to = from) =>
    faultWords({ what, from, to, day: '2026-11-20', line: 9 })
  assert.equal(fault('missing', 4, 6), 'Entries 4 to 6 were removed from the file.')
  assert.equal(
    fault('unreadable', null),
    'The entry in line 9 of 2026-11-20 cannot be read any more: it was changed in the file.',
  )
  assert.equal(fault('moved'), 'Entry 4 stands in another place than written (line 9 of 2026-11-20).')
})
