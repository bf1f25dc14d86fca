// Servers taken offline: state, reason, what is left on them, and what their service is then.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Documents } from '../../model/document.ts'
import type { HaproxyAnswer, Raw, Row } from '../../model/observed.ts'
import { documentsWith, itemOf } from '../testing.ts'
import { layer7 } from './index.ts'

const AT = Date.UTC(2026, 10, 20, 3, 0, 0)
const SINCE = Date.UTC(2026, 10, 20, 2, 13, 7)

type Said = 'drained' | 'halted'
function documents(persistence: string, said: Record<string, Said>): Documents {
  const service = itemOf('layer7', {
    id: 'v',
    kind: 'virtual-service',
    label: 'Web',
    data: { address: '192.168.85.190', ports: '80', persistence },
  })
  const servers = ['r1', 'r2'].map((id) =>
    itemOf('layer7', { id, kind: 'real-server', parent: 'v', data: { address: '192.168.85.200', port: 80 } }),
  )
  const states = Object.entries(said).map(([id, state]) =>
    itemOf('server-state', {
      id: `state-${id}`,
      kind: 'server-state',
      label: id,
      data: { state, since: SINCE, by: 'anna' },
    }),
  )
  return documentsWith('server-state', states, documentsWith('layer7', [service, ...servers]))
}

const stat = (svname: string, status: string, scur = 0) => ({
  pxname: 'Web',
  svname,
  status,
  scur: String(scur),
  addr: '192.168.85.200:80',
  uweight: '100',
  lastchg: '60',
  check_status: status.startsWith('DOWN') ? 'L4CON' : 'L4OK',
  mode: 'http',
  algo: 'leastconn',
})

function raw(answer: Partial<HaproxyAnswer>, r1 = stat('r1', 'UP'), r2 = stat('r2', 'UP')): Raw {
  const full: HaproxyAnswer = {
    info: { Uptime_sec: '100' },
    stat: [stat('FRONTEND', 'OPEN', 9), r1, r2, stat('BACKEND', 'UP')],
    master: { pid: 1, reloads: 0, failed: 0 },
    workers: [{ pid: 2, old: false, uptimeSeconds: 100 }],
    oldConnections: {},
    administrative: {},
    entries: {},
    ...answer,
  }
  return {
    at: AT,
    haproxy: { answer: full, answeredAt: AT, error: null },
    checks: { answering: true, answeredAt: AT },
    web: { front: null, fallback: null },
    listeners: [],
    pids: {},
    programs: {},
    addresses: [],
  }
}

const look = (d: Documents, r: Raw) => layer7.observe(d, [], r)
const rowOf = (rows: readonly Row[], key: string): Row => {
  const found = rows.find((r) => r.key === `layer7/${key}`)
  assert.ok(found)
  return found
}
const stateDifferences = (d: Documents, r: Raw) =>
  look(d, r)
    .differences.filter((x) => x.area === 'server-state')
    .map((x) => x.message)

test('SO-12 a drained server counts connections of all workers, and the clients tied to it', () => {
  const said = documents('source', { r1: 'drained' })
  const answer = {
    administrative: { 'Web/r1': 8 },
    oldConnections: { 'Web/r1': 40 },
    entries: { 'Web/r1': 12 },
  }
  const { rows } = look(said, raw(answer, stat('r1', 'DRAIN', 1)))
  const row = rowOf(rows, 'Web/r1')
  assert.deepEqual(
    [row.state, row.reason, row.since, row.connections],
    ['drained', 'by anna, 41 connections and 12 clients left', SINCE, 41],
  )
  const service = rowOf(rows, 'Web')
  assert.deepEqual(
    [service.state, service.reason],
    ['some', 'r1 drained by anna, 41 connections and 12 clients left'],
  )
  assert.deepEqual(stateDifferences(said, raw(answer)), [])
})

test('one and none are written as words; entries that were not counted are not made up', () => {
  const reason = (entries: Record<string, number>, open: number) =>
    rowOf(
      look(
        documents('source', { r1: 'drained' }),
        raw({ administrative: { 'Web/r1': 8 }, entries }, stat('r1', 'DRAIN', open)),
      ).rows,
      'Web/r1',
    ).reason
  assert.equal(reason({ 'Web/r1': 1 }, 1), 'by anna, 1 connection and 1 client left')
  assert.equal(reason({ 'Web/r1': 0 }, 0), 'by anna, no connections and no clients left')
  assert.equal(reason({}, 2), 'by anna, 2 connections left')
})

test('with HTTP Cookie it says that they cannot be counted, and when the last cookie ends', () => {
  const { rows } = look(
    documents('cookie', { r1: 'drained' }),
    raw({ administrative: { 'Web/r1': 8 } }, stat('r1', 'DRAIN', 3)),
  )
  assert.equal(
    rowOf(rows, 'Web/r1').reason,
    'by anna, 3 connections left; clients with a cookie cannot be counted; the last cookie ends by 14:13:07 UTC at the latest',
  )
})

test('SO-13 a halted server says by whom; a drained one whose check fails stays drained and says so', () => {
  const { rows } = look(
    documents('none', { r1: 'halted', r2: 'drained' }),
    raw({ administrative: { 'Web/r1': 1, 'Web/r2': 8 } }, stat('r1', 'MAINT'), stat('r2', 'DOWN')),
  )
  const [halted, drained] = [rowOf(rows, 'Web/r1'), rowOf(rows, 'Web/r2')]
  assert.deepEqual([halted.state, halted.reason], ['halted', 'by anna'])
  assert.deepEqual(
    [drained.state, drained.reason],
    ['drained', 'by anna, no connections left; its check fails'],
  )
})

test('all taken offline is offline; some failed and the rest offline is down', () => {
  const both = documents('none', { r1: 'drained', r2: 'halted' })
  const bits = { administrative: { 'Web/r1': 8, 'Web/r2': 1 } }
  assert.equal(
    rowOf(look(both, raw(bits, stat('r1', 'DRAIN'), stat('r2', 'MAINT'))).rows, 'Web').state,
    'offline',
  )
  const one = documents('none', { r1: 'drained' })
  const failed = raw({ administrative: { 'Web/r1': 8 } }, stat('r1', 'DRAIN'), stat('r2', 'DOWN'))
  assert.equal(rowOf(look(one, failed).rows, 'Web').state, 'down')
})

test('a server with weight 0 is not drained: HAProxy calls both DRAIN', () => {
  assert.equal(rowOf(look(documents('none', {}), raw({}, stat('r1', 'DRAIN'))).rows, 'Web/r1').state, 'up')
})

test('what runs otherwise than it was set is a difference, either way', () => {
  const hand = raw({ administrative: { 'Web/r2': 8 } }, stat('r1', 'UP'), stat('r2', 'DRAIN'))
  assert.deepEqual(stateDifferences(documents('none', { r1: 'halted' }), hand), [
    'r1 of Web is online in HAProxy; it was set halted.',
    'r2 of Web is drained in HAProxy; it was set online.',
  ])
})
