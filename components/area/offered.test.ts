// Which fields a form offers: MR-04, R4-06, and what comes with Modify only.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kindOf } from '../../lib/areas/index.ts'
import { itemOf } from '../../lib/areas/testing.ts'
import { offeredFields } from './offered.ts'

const kind = kindOf('layer4', 'real-server')
const service = kindOf('layer4', 'virtual-service')
assert.ok(kind && service)

const parent = (forwarding: string) =>
  itemOf('layer4', { id: 's', kind: 'virtual-service', data: { forwarding } })
const server = (port?: number) =>
  itemOf('layer4', { id: 'r', kind: 'real-server', parent: 's', data: port ? { port } : {} })
const hasPort = (...given: Parameters<typeof offeredFields>) =>
  offeredFields(...given).some((f) => f.name === 'port')

test('R4-06: Real Server Port is offered with NAT and SNAT, not with Direct Routing', () => {
  assert.deepEqual(
    ['dr', 'nat', 'snat'].map((way) => hasPort(kind, undefined, parent(way))),
    [false, true, true],
  )
  assert.equal(hasPort(kind, server(), parent('dr')), false)
})

test('MR-04: a port that was stored before can be seen, and cleared', () => {
  assert.equal(hasPort(kind, server(8080), parent('dr')), true)
})

test('a new item has no fields that come with Modify', () => {
  const names = (item?: ReturnType<typeof parent>) =>
    offeredFields(service, item, undefined).map((f) => f.name)
  assert.deepEqual(names(), ['label', 'address', 'ports', 'protocol', 'forwarding'])
  assert.ok(names(parent('dr')).includes('persistent'))
})
