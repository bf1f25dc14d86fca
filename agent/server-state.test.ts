// The server-state file: who starts down, whose state is kept, whose is not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serverLines, serverState } from './server-state.ts'

const config = (...lines: string[]) =>
  `defaults _tcp\n    mode tcp\n\nlisten A from _tcp\n    bind 127.0.0.1:80\n${lines
    .map((l) => `    server ${l}\n`)
    .join('')}`
const SCRIPT = 'agent-check agent-addr 127.0.0.1 agent-port 7780 agent-inter 4s agent-send "x 1 2 3 4\\n"'
const row = (name: string, address: string, state: number, port: number, weight = 100) =>
  `2 A 1 ${name} ${address} ${state} 0 ${weight} ${weight} 5 6 3 4 6 0 0 0 - ${port} - 0 0 - - 0`
const rowsIn = (file: string) => file.split('\n').slice(2).filter(Boolean)

test('a server with a script that nobody knows starts down', () => {
  const [only, ...more] = rowsIn(serverState(config(`s1 10.0.0.1:104 weight 100 ${SCRIPT}`), null))
  assert.match(only ?? '', /^1 A 1 s1 10\.0\.0\.1 0 0 .* - 104 - /)
  assert.deepEqual(more, [])
})

test('other servers have no row unless their state is known', () => {
  assert.deepEqual(rowsIn(serverState(config('s1 10.0.0.1:80 weight 100 check'), null)), [])
})

test('what did not change keeps its state; the weight is always the configuration’s', () => {
  const before = config(`s1 10.0.0.1:104 weight 100 ${SCRIPT}`, 's2 10.0.0.2:80 weight 100 check')
  const after = config(`s1 10.0.0.1:104 weight 50 ${SCRIPT}`, 's2 10.0.0.2:80 weight 50 check')
  const states = [row('s1', '10.0.0.1', 2, 104), row('s2', '10.0.0.2', 0, 80)].join('\n')
  const expected = [row('s1', '10.0.0.1', 2, 104, 50), row('s2', '10.0.0.2', 0, 80, 50)]
  assert.deepEqual(rowsIn(serverState(after, { config: before, states, age: 0 })), expected)
})

test('a changed port or check: a script starts down, anything else is left out', () => {
  const before = config(`s1 10.0.0.1:104 weight 100 ${SCRIPT}`, 's2 10.0.0.2:80 weight 100 check')
  const after = config(`s1 10.0.0.1:105 weight 100 ${SCRIPT}`, 's2 10.0.0.2:80 weight 100 check port 81')
  const states = [row('s1', '10.0.0.1', 2, 104), row('s2', '10.0.0.2', 0, 80)].join('\n')
  const rows = rowsIn(serverState(after, { config: before, states, age: 0 }))
  assert.equal(rows.length, 1)
  assert.match(rows[0] ?? '', / s1 10\.0\.0\.1 0 0 .* - 105 - /)
})

test('what was known long ago does not make a server with a script up', () => {
  const same = config(`s1 10.0.0.1:104 weight 100 ${SCRIPT}`)
  const states = row('s1', '10.0.0.1', 2, 104)
  const [only] = rowsIn(serverState(same, { config: same, states, age: 60_000 }))
  assert.match(only ?? '', / s1 10\.0\.0\.1 0 0 /)
})

test('addresses of both families, with and without a port', () => {
  const where = serverLines(config('a 10.0.0.1 weight 1', 'b [fd00::1]:80 weight 1', 'c [fd00::1] weight 1'))
  assert.deepEqual(
    where.map((s) => [s.address, s.port]),
    [
      ['10.0.0.1', ''],
      ['fd00::1', '80'],
      ['fd00::1', ''],
    ],
  )
})

const columns = (line: string | undefined) => (line ?? '').split(' ')

test('drained and halted servers are so from the start, known or not, script or not', () => {
  const all = config(
    `s1 10.0.0.1:104 weight 100 ${SCRIPT}`,
    's2 10.0.0.2:80 weight 50 check port 8080',
    's3 10.0.0.3:80 weight 0 ssl verify none',
    's4 10.0.0.4:80 weight 1 check',
  )
  const offline = new Map([
    ['A/s1', 'drained'],
    ['A/s2', 'drained'],
    ['A/s3', 'halted'],
  ] as const)
  const rows = rowsIn(serverState(all, null, offline)).map(columns)
  assert.deepEqual(
    rows.map((r) => [r[3], r[5], r[6]]),
    [
      ['s1', '0', '8'],
      ['s2', '2', '8'],
      ['s3', '2', '1'],
    ],
  )
  // Weight, whether it is checked, TLS and check port are the configuration's own.
  assert.deepEqual([rows[1]?.[7], rows[1]?.[13], rows[1]?.[20], rows[1]?.[21]], ['50', '6', '0', '8080'])
  assert.deepEqual([rows[2]?.[7], rows[2]?.[13], rows[2]?.[20], rows[2]?.[21]], ['0', '0', '1', '0'])
})

test('the document counts, not what HAProxy had: what was drained by another hand comes back online', () => {
  const same = config('s1 10.0.0.1:80 weight 100 check', 's2 10.0.0.2:80 weight 100 check')
  const drained = row('s1', '10.0.0.1', 2, 80).replace(' 2 0 100', ' 2 8 100')
  const halted = row('s2', '10.0.0.2', 0, 80).replace(' 0 0 100', ' 0 1 100')
  const known = { config: same, states: [drained, halted].join('\n'), age: 0 }
  const rows = rowsIn(serverState(same, known)).map(columns)
  assert.deepEqual(
    rows.map((r) => [r[3], r[6]]),
    [['s1', '0']],
  )
  const kept = rowsIn(serverState(same, known, new Map([['A/s2', 'halted']]))).map(columns)
  assert.deepEqual(
    kept.map((r) => [r[3], r[6]]),
    [
      ['s1', '0'],
      ['s2', '1'],
    ],
  )
})
