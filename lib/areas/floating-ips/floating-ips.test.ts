// Floating IPs: which addresses are brought up, in which steps, and what is said of those that are missing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Documents } from '../../model/document.ts'
import type { Raw } from '../../model/observed.ts'
import { planCommit, verifyAll } from '../plan.ts'
import { documentsWith, itemOf, noDocuments, sampleFacts, sampleService } from '../testing.ts'
import { floatingIps } from './index.ts'
import { placedIn } from './render.ts'

const extra = (address: string, base?: Documents) =>
  documentsWith(
    'floating-ips',
    [itemOf('floating-ips', { id: address, kind: 'floating-ip', data: { address } })],
    base,
  )
const rendered = (documents: Documents) => floatingIps.render(documents, sampleFacts)
const vip = (address: string) => documentsWith('layer7', sampleService('s', { address }))

test('an address of a service comes up where its network is, whether we have it already or not', () => {
  assert.deepEqual(placedIn(rendered(vip('192.168.81.10'))), [
    { address: '192.168.81.10', interface: 'eth1' },
  ])
  assert.deepEqual(placedIn(rendered(vip('192.168.85.190'))), [
    { address: '192.168.85.190', interface: 'eth0' },
  ])
})

test('nothing is brought up for loopback, wildcards and the machine’s own addresses', () => {
  for (const address of ['127.0.0.5', '::1', '0.0.0.0', '::', '192.168.85.10'])
    assert.deepEqual(rendered(vip(address)), [], address)
})

test('a change brings up first and takes away last', () => {
  const before = rendered(vip('192.168.81.10'))
  const { steps } = planCommit(before, vip('192.168.81.11'), sampleFacts)
  const names = steps.map((s) => ('address' in s ? `${s.do} ${s.address}` : s.do))
  assert.deepEqual(names, [
    'write',
    'check',
    'add-address 192.168.81.11',
    'switch',
    'reload',
    'read-back',
    'remove-address 192.168.81.10',
    'keep',
  ])
})

test('an address that two services and the list share comes up once and stays while one needs it', () => {
  const both = extra('192.168.81.10', vip('192.168.81.10'))
  assert.equal(placedIn(rendered(both)).length, 1)
  assert.deepEqual(floatingIps.apply(rendered(both), rendered(extra('192.168.81.10'))), [])
})

test('an extra address is in a network and listed once', () => {
  assert.deepEqual(verifyAll(extra('192.168.85.99'), sampleFacts), [])
  const outside = verifyAll(extra('10.99.0.5'), sampleFacts)
  assert.deepEqual(
    outside.map((p) => [p.code, p.path.item, p.path.field]),
    [['ADDRESS_OUTSIDE', '10.99.0.5', 'address']],
  )
  const twice = documentsWith(
    'floating-ips',
    [itemOf('floating-ips', { id: 'again', kind: 'floating-ip', data: { address: '192.168.85.99' } })],
    extra('192.168.85.99'),
  )
  assert.deepEqual(
    verifyAll(twice, sampleFacts).map((p) => [p.code, p.path.item]),
    [['ADDRESS_TWICE', 'again']],
  )
})

test('FI-07: a disabled address stays down whoever uses it, and its services are warned of it', () => {
  const used = vip('192.168.81.10')
  const disabled = documentsWith(
    'floating-ips',
    [itemOf('floating-ips', { id: 'd', kind: 'disabled-address', data: { address: '192.168.81.10' } })],
    used,
  )
  assert.deepEqual(rendered(disabled), [])
  assert.deepEqual(floatingIps.apply(rendered(used), rendered(disabled)), [
    { do: 'remove-address', address: '192.168.81.10', interface: 'eth1' },
  ])
  assert.deepEqual(
    verifyAll(disabled, sampleFacts).map((p) => [p.code, p.level, p.path.area, p.path.item, p.path.field]),
    [['ADDRESS_DISABLED', 'warning', 'layer7', 's', 'address']],
  )
})

test('an address that is not there, or on another interface, is a difference', () => {
  const documents = vip('192.168.81.10')
  const look = (addresses: Raw['addresses']) =>
    floatingIps
      .observe(documents, rendered(documents), { addresses } as Raw)
      .differences.map((d) => d.message)
  assert.deepEqual(look([{ address: '192.168.81.10', interface: 'eth1', ours: true }]), [])
  assert.deepEqual(look([{ address: '192.168.81.10', interface: 'eth0', ours: false }]), [
    '192.168.81.10 is not on eth1, as it is applied.',
  ])
  assert.deepEqual(
    floatingIps.observe(noDocuments(), [], { addresses: [] } as unknown as Raw).differences,
    [],
  )
})
