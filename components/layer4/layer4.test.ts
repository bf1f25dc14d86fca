// The reports of Layer 4: entries in words, chips by state, and the kernel's table with the names people gave.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serviceKey } from '../../lib/areas/layer4/services.ts'
import { itemOf } from '../../lib/areas/testing.ts'
import type { ItemsView } from '../../lib/protocol/console.ts'
import { chipsOf, expiryOf } from './entries.ts'
import { appliedServices } from './known.ts'
import { statusLines } from './status.ts'
import { connectionsPath } from './useConnections.ts'

test('RP-03: an expiry reads as ipvsadm writes it', () => {
  assert.deepEqual([26, 258, 0, 3723].map(expiryOf), ['00:26', '04:18', '00:00', '1:02:03'])
})

test('RP-04: half-open entries come first among the states; the chosen state stays when it is empty', () => {
  const states = { NONE: 1, ESTABLISHED: 90, SYN_RECV: 2 }
  const names = (chosen: string) => chipsOf({ total: 93, states }, chosen).map((c) => `${c.state} ${c.count}`)
  assert.deepEqual(names(''), [' 93', 'SYN_RECV 2', 'ESTABLISHED 90', 'NONE 1'])
  assert.deepEqual(names('FIN_WAIT').at(-1), 'FIN_WAIT 0')
})

test('the address names only what is searched', () => {
  assert.equal(connectionsPath({ text: '', state: '' }), '/api/layer4-connections?')
  assert.equal(
    connectionsPath({ text: 'a b', state: 'NONE' }, { format: 'csv' }),
    '/api/layer4-connections?search=a+b&state=NONE&format=csv',
  )
})

const items = [
  itemOf('layer4', {
    id: 'one',
    kind: 'virtual-service',
    data: { address: '192.168.85.141', ports: '11112', forwarding: 'snat' },
  }),
  itemOf('layer4', {
    id: 'OKI-1',
    kind: 'real-server',
    parent: 'one',
    data: { address: '192.168.85.200' },
  }),
  itemOf('layer4', {
    id: 'many',
    kind: 'virtual-service',
    data: { address: '2001:db8:85::1', ports: '80,443', protocol: 'tcpudp' },
  }),
]
const applied = Object.fromEntries(items.map((i) => [i.id, i]))
const view: ItemsView = {
  area: 'layer4',
  edition: 1,
  generation: 1,
  items: [],
  applied,
  problems: [],
  facts: null,
}

test('the kernel’s table bears the names of services and servers; what is no server of theirs is the fallback', () => {
  const services = appliedServices(view)
  const [one, many] = services
  assert.ok(one && many)
  const server = (key: string) => ({ key, weight: 100, active: 1, inactive: 0 })
  const health = { 'TCP 192.168.85.141:11112/192.168.85.200:11112': { up: false, since: 0, reason: 'why' } }
  const answer = {
    ...{ digest: null, rules: null, sysctls: {}, health },
    services: [
      { key: serviceKey(one), servers: [server('192.168.85.200:11112'), server('192.168.85.100:9081')] },
      { key: serviceKey(many), servers: [] },
      { key: 'TCP 10.0.0.1:1', servers: [server('10.0.0.2:1')] },
    ].map((s) => ({ ...s, scheduler: 'wlc', persistent: 300 })),
  }
  const lines = statusLines(answer, services)
  assert.deepEqual(
    lines.map((l) => [l.label, l.where, ...l.servers.map((s) => [s.label, s.health?.reason])]),
    [
      ['one', '192.168.85.141 11112', ['OKI-1', 'why'], ['Fallback Server', undefined]],
      ['many', '2001:db8:85::1 80,443'],
      ['', '', ['', undefined]],
    ],
  )
  assert.deepEqual(appliedServices({ ...view, applied: null }), [])
})
