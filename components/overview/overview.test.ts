// The overview's lines, verdict and sorting.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ServerRow, ServiceRow } from '../../lib/model/observed.ts'
import { compareAddresses, comparePorts, heldOrder, nextSorting, sorted } from '../ui/sort.ts'
import { COLUMNS } from './columns.ts'
import { serviceLines } from './lines.ts'
import { verdictOf } from './verdict.ts'

const base = { area: 'layer7' as const, reason: '', since: null, connections: 3 }
const service = (label: string, state: ServiceRow['state'] = 'up'): ServiceRow => ({
  ...base,
  row: 'service',
  key: `layer7/${label}`,
  item: `id-${label}`,
  label,
  address: '10.0.0.9',
  ports: '80',
  state,
  protocol: 'TCP',
  method: 'Layer 7',
  mode: 'Proxy',
  serversUp: 1,
  servers: 1,
})
const server = (of: string, state: ServerRow['state'] = 'up'): ServerRow => ({
  ...base,
  row: 'server',
  key: `layer7/${of}/s`,
  item: `s-${of}`,
  label: 's',
  address: '10.0.0.1',
  ports: '80',
  state,
  service: of,
  weight: 100,
})
const item = (label: string) => ({
  id: `id-${label}`,
  kind: 'virtual-service',
  parent: 'layer7',
  label,
  position: 0,
  data: { address: '10.0.0.8', ports: '81' },
})
const known = { items: [], applied: null, stale: null }

test('SO-04 unsorted services stand in the order of creation, those that do not run yet among them', () => {
  const lines = serviceLines({
    rows: [service('A'), service('C')],
    items: [item('C'), item('B'), item('A')],
    applied: new Set(['id-A', 'id-C']),
    stale: null,
  })
  assert.deepEqual(
    lines.map((l) => [l.label, l.look.word]),
    [
      ['C', 'Up'],
      ['B', 'Not running'],
      ['A', 'Up'],
    ],
  )
})

test('facts that are too old light no lamp', () => {
  const [line] = serviceLines({ ...known, rows: [service('A'), server('A')], stale: { since: 1 } })
  assert.ok(line)
  assert.deepEqual(
    [line.look.word, line.reason, line.connections, line.stale],
    ['Unknown', 'was up', null, true],
  )
  assert.equal(line.servers[0]?.look.word, 'Unknown')
})

test('SO-10 the sentence names the worst first', () => {
  const rows = [
    service('A'),
    service('B', 'some'),
    service('C', 'down'),
    server('C', 'down'),
    service('D', 'down'),
  ]
  const lines = serviceLines({ ...known, rows })
  const verdict = verdictOf(lines, null)
  assert.equal(verdict?.shape, 'fail')
  assert.deepEqual(
    verdict?.parts.map((p) => [...p.lines.map((l) => l.label), p.text].join(' ')),
    ['C has no server left.', 'D has no real server yet.', 'B runs on some of its servers.'],
  )
})

test('all well is one sentence, and no services none', () => {
  const two = serviceLines({ ...known, rows: [service('A'), service('B')] })
  assert.equal(verdictOf(two, null)?.parts[0]?.text, 'All 2 virtual services are up.')
  assert.equal(verdictOf([], null), null)
  assert.equal(verdictOf(two, { since: 1 })?.shape, 'unknown')
})

test('SO-03 the documented headings stand in their order', () => {
  const documented = ['VIRTUAL SERVICE', 'IP', 'PORTS', 'CONNS', 'PROTOCOL', 'METHOD', 'MODE']
  assert.deepEqual(
    COLUMNS.map((c) => c.title).filter((t) => documented.includes(t)),
    documented,
  )
})

test('SO-04 a heading sorts up, down and back; addresses by value, ports as numbers', () => {
  const up = nextSorting(null, 'IP')
  const down = nextSorting(up, 'IP')
  assert.deepEqual(
    [up, down, nextSorting(down, 'IP')],
    [{ title: 'IP', down: false }, { title: 'IP', down: true }, null],
  )
  assert.deepEqual(['10.0.0.10', '2001:db8::1', '10.0.0.9'].sort(compareAddresses), [
    '10.0.0.9',
    '10.0.0.10',
    '2001:db8::1',
  ])
  assert.deepEqual(['1000', '443', '80,1'].sort(comparePorts), ['80,1', '443', '1000'])
  const lines = serviceLines({
    ...known,
    rows: [
      { ...service('A'), connections: 9 },
      { ...service('B'), connections: 10 },
    ],
  })
  assert.deepEqual(
    sorted(lines, COLUMNS, { title: 'CONNS', down: true }).map((l) => l.label),
    ['B', 'A'],
  )
})

test('rows under the pointer keep their place', () => {
  const lines = [{ key: 'b' }, { key: 'c' }, { key: 'a' }]
  assert.deepEqual(
    heldOrder(lines, ['a', 'b']).map((l) => l.key),
    ['a', 'b', 'c'],
  )
})
