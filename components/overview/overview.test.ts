// The overview's lines, verdict and sorting.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ServerRow, ServiceRow } from '../../lib/model/observed.ts'
import { compareAddresses, comparePorts, heldOrder, nextSorting, sorted } from '../ui/sort.ts'
import { COLUMNS } from './columns.ts'
import { EVERYTHING, find } from './filter.ts'
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
    applied: { 'id-A': item('A'), 'id-C': item('C') },
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
    { ...service('D', 'down'), servers: 0 },
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

const shown = (text: string, chip = 'All') => {
  const rows = [
    { ...service('PACS'), ports: '104,5011-5025' },
    server('PACS'),
    service('Print', 'some'),
    { ...server('Print', 'drained'), label: 'OKI-2', address: '10.7.7.7' },
    service('Web', 'down'),
  ]
  const found = find(serviceLines({ ...known, rows }), { text, chip })
  return { ...found, labels: found.lines.map((l) => l.label).join() }
}

test('the filter finds by label, address, port and state, in services and servers, all words at once', () => {
  assert.equal(shown('').labels, 'PACS,Print,Web')
  assert.equal(shown('pri').labels, 'Print')
  assert.equal(shown('10.0.0.9').labels, 'PACS,Print,Web')
  assert.equal(shown('5017').labels, 'PACS', 'a port within a range')
  assert.equal(shown('down').labels, 'Web')
  assert.equal(shown('some oki').labels, '', 'not one word here and the other there')
  assert.equal(shown('prnt').labels, '')
})

test('a service found by a server of its own is open, so that the reason is seen', () => {
  assert.deepEqual([...shown('oki-2').opened], ['layer7/Print'])
  assert.deepEqual([...shown('10.7.7.7 drained').opened], ['layer7/Print'])
  assert.equal(shown('pri').opened.size, 0)
})

test('chips: not green first, then the states there are, with their counts among what the words find', () => {
  assert.deepEqual(
    shown('').chips.map((c) => [c.name, c.count]),
    [
      ['All', 3],
      ['Not green', 2],
      ['Down', 1],
      ['Some up', 1],
      ['Up', 1],
    ],
  )
  assert.equal(shown('', 'Not green').labels, 'Print,Web')
  assert.equal(shown('pacs', 'Down').labels, '')
  assert.ok(shown('pacs', 'Down').chips.some((c) => c.name === 'Down' && c.count === 0))
  assert.deepEqual(EVERYTHING, { text: '', chip: 'All' })
})

test('a line that says the same is the very same, so that its row is not drawn again', () => {
  const rows = [service('A'), server('A'), service('B')]
  const before = serviceLines({ ...known, rows })
  const after = serviceLines({ ...known, rows: [...rows.slice(0, 2), service('B', 'down')] })
  assert.equal(after[0], before[0])
  assert.equal(after[1]?.look.word, 'Down')
})
