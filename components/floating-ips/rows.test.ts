// The list of floating IPs: which addresses stand there, where each is, who uses it, and what may not be added or goes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemOf, sampleFacts } from '../../lib/areas/testing.ts'
import type { AreaName, Item } from '../../lib/model/document.ts'
import type { Row } from '../../lib/model/observed.ts'
import type { ItemsView } from '../../lib/protocol/console.ts'
import { goes, usersOf } from './goes.ts'
import { newAddress } from './newAddress.ts'
import { addressRows } from './rows.ts'

const service = (area: AreaName, id: string, address: string, draft = false): Item => ({
  ...itemOf(area, { id, kind: 'virtual-service', data: { address, ports: '80' } }),
  ...(draft ? { draft } : {}),
})
const view = (area: AreaName, items: Item[], applied: Item[] | null = items): ItemsView => ({
  area,
  edition: 1,
  generation: 1,
  items: items.map((i) => ({ ...i, rev: 1 })),
  applied: applied && Object.fromEntries(applied.map((i) => [i.id, i])),
  problems: [],
  facts: applied && sampleFacts,
})
const listed = (address: string, kind = 'floating-ip') =>
  itemOf('floating-ips', { id: `${kind} ${address}`, kind, data: { address } })

const known = (floating: ItemsView, layer4: Item[], layer7: Item[] = []) => ({
  floating,
  services: { layer4: view('layer4', layer4), layer7: view('layer7', layer7) },
})

test('FI-01 FI-02: each address once, by value; who uses it on either layer; not the machine’s own, wildcards, drafts', () => {
  const rows = addressRows(
    known(
      view('floating-ips', [listed('192.168.85.99')]),
      [service('layer4', 'Gate', '192.168.85.190'), service('layer4', 'Copy', '192.168.85.77', true)],
      [
        service('layer7', 'Web', '192.168.85.190'),
        service('layer7', 'Own', '192.168.85.10'),
        service('layer7', 'All', '0.0.0.0'),
        service('layer7', 'Here', '127.0.0.5'),
      ],
    ),
  )
  assert.deepEqual(
    rows.map((r) => [r.address, usersOf(r), r.on, r.look.word]),
    [
      ['192.168.85.99', '', null, 'Down'],
      ['192.168.85.190', 'Gate and Web', 'eth0', 'Up'],
    ],
  )
})

test('FI-07: what is disabled keeps its row; what is not applied yet is no fault; nobody knows without facts', () => {
  const off = listed('192.168.85.190', 'disabled-address')
  const gate = service('layer4', 'Gate', '192.168.85.190')
  const [still] = addressRows(known(view('floating-ips', [off]), [gate]))
  assert.equal(still?.look.word, 'Still up')
  const away = listed('192.168.85.99', 'disabled-address')
  const [disabled] = addressRows(known(view('floating-ips', [away, listed('192.168.85.99')]), []))
  assert.deepEqual([disabled?.look.word, disabled?.listed?.id], ['Disabled', 'floating-ip 192.168.85.99'])
  const fresh = listed('192.168.85.98')
  const [waits] = addressRows(known(view('floating-ips', [fresh], []), []))
  assert.equal(waits?.look.word, 'Not running')
  const [unknown] = addressRows(known(view('floating-ips', [fresh], null), []))
  assert.deepEqual([unknown?.look.word, unknown?.on], ['Unknown', null])
})

test('FI-03: what cannot be added is refused with a sentence, the networks named', () => {
  const rows = addressRows(known(view('floating-ips', []), [service('layer4', 'Gate', '2001:db8:85::1')]))
  const error = (typed: string) => {
    const checked = newAddress(typed, rows, sampleFacts)
    return 'error' in checked ? checked.error : 'taken'
  }
  assert.match(
    error('10.99.0.5'),
    /^No interface holds 10\.99\.0\.5\. Networks here: .*192\.168\.85\.0\/24 \(eth0\)/,
  )
  assert.match(error('192.168.85.255'), /stands for the network/)
  assert.equal(error('2001:DB8:85:0::1'), '2001:db8:85::1 is listed already.')
  assert.match(error('192.168.85.10'), /own address on eth0/)
  assert.notEqual(error('nonsense'), 'taken')
  assert.deepEqual(newAddress(' 192.168.85.99 ', rows, sampleFacts), { address: '192.168.85.99' })
  assert.deepEqual(newAddress('10.99.0.5', rows, null), { address: '10.99.0.5' })
})

test('what goes with an address: who answered there, and how many connections end', () => {
  const gate = service('layer4', 'Gate', '192.168.85.190')
  const [row] = addressRows(known(view('floating-ips', []), [gate]))
  assert.ok(row)
  const seen = (connections: number | null) =>
    new Map([['k', { row: 'service', item: 'Gate', connections } as Row]])
  assert.deepEqual(goes(row, seen(1)), [
    '192.168.85.190 leaves eth0 at once.',
    'Gate answers there: clients no longer reach it.',
    '1 open connection ends.',
  ])
  assert.equal(goes(row, seen(null))[2], 'Its open connections end.')
  assert.match(goes({ ...row, usedBy: [], on: null }, null).join(' '), /on no interface now.*default gateway/)
})
