// Addresses, networks and port lists: what is read, in which form it is kept, what overlaps.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addressesOverlap,
  hostAddress,
  ipAddress,
  isNetworkOrBroadcast,
  networkHolding,
  networksOf,
  port,
  portList,
  socketAddress,
} from './address.ts'
import type { Facts } from './facts.ts'
import { parsePorts } from './port-list.ts'

test('addresses are kept in one form', () => {
  const read = (text: string) => ipAddress().parse(text)
  assert.equal(read(' 192.168.85.190 '), '192.168.85.190')
  assert.equal(read('2001:DB8:0:0::10'), '2001:db8::10')
  assert.equal(read('0:0:0:0:0:0:0:0'), '::')
})

test('what is no address is refused', () => {
  for (const text of [
    '',
    'web1',
    '10.0.0',
    '10.0.0.256',
    '010.0.0.1',
    '10.0.0.1/24',
    '10.0.0.1:80',
    'fe80::1%eth0',
    '1',
    '0x0a000001',
    '10.0.0.1\n'.repeat(2),
  ])
    assert.equal(ipAddress().safeParse(text).success, false, text)
})

test('an address with its port, as daemons write it', () => {
  assert.equal(socketAddress('10.0.0.1', 80), '10.0.0.1:80')
  assert.equal(socketAddress('2001:db8::1', 80), '[2001:db8::1]:80')
  assert.equal(hostAddress('2001:db8::1'), '[2001:db8::1]')
  assert.equal(hostAddress('10.0.0.1'), '10.0.0.1')
})

test('wildcards overlap what they take', () => {
  for (const [a, b, overlap] of [
    ['10.0.0.1', '10.0.0.1', true],
    ['10.0.0.1', '10.0.0.2', false],
    ['0.0.0.0', '10.0.0.1', true],
    ['0.0.0.0', '2001:db8::1', false],
    ['::', '2001:db8::1', true],
    ['::', '10.0.0.1', true],
    ['::', '0.0.0.0', true],
  ] as const) {
    assert.equal(addressesOverlap(a, b), overlap, `${a} ${b}`)
    assert.equal(addressesOverlap(b, a), overlap, `${b} ${a}`)
  }
})

test('port lists: one, a list, a range, a mix; each port once', () => {
  assert.deepEqual(parsePorts('445'), [[445, 445]])
  assert.deepEqual(parsePorts('9191,9192,9193'), [
    [9191, 9191],
    [9192, 9192],
    [9193, 9193],
  ])
  assert.deepEqual(parsePorts('21,5011-5025'), [
    [21, 21],
    [5011, 5025],
  ])
  assert.equal(portList().parse(' 80, 443 , 5011 - 5025 '), '80,443,5011-5025')
  for (const text of [
    '',
    '0',
    '65536',
    '80,',
    ',80',
    '80-70',
    '80,80',
    '80,70-90',
    '80;443',
    '5011:5025',
    '-80',
    '1e3',
    '80 443x',
  ])
    assert.equal(portList().safeParse(text).success, false, text)
})

test('a port is a whole number in range, or text that says one', () => {
  assert.equal(port().parse('443'), 443)
  for (const value of ['', 'http', 0, 65_536, 80.5, null, undefined])
    assert.equal(port().safeParse(value).success, false, String(value))
})

const facts = (addresses: Facts['interfaces'][number]['addresses']): Facts => ({
  at: 0,
  hostname: 'lb1',
  interfaces: [{ name: 'eth0', up: true, addresses }],
  busy: [],
  scripts: [],
})

test('networks come from the machine’s own addresses, not from ours, single or link-local ones', () => {
  const networks = networksOf(
    facts([
      { address: '192.168.85.10', prefix: 24, ours: false },
      { address: '192.168.85.190', prefix: 32, ours: true },
      { address: '10.0.0.1', prefix: 8, ours: true },
      { address: '10.9.9.9', prefix: 32, ours: false },
      { address: 'fe80::1', prefix: 64, ours: false },
      { address: '2001:db8:85::10', prefix: 64, ours: false },
    ]),
  )
  assert.deepEqual(
    networks.map((n) => n.cidr),
    ['192.168.85.0/24', '2001:db8:85::/64'],
  )
})

test('the narrowest network holds an address', () => {
  const networks = networksOf(
    facts([
      { address: '10.0.0.1', prefix: 8, ours: false },
      { address: '10.1.0.1', prefix: 16, ours: false },
    ]),
  )
  assert.equal(networkHolding('10.1.2.3', networks)?.cidr, '10.1.0.0/16')
  assert.equal(networkHolding('10.2.2.3', networks)?.cidr, '10.0.0.0/8')
  assert.equal(networkHolding('11.0.0.1', networks), undefined)
  assert.equal(networkHolding('2001:db8::1', networks), undefined)
})

test('a network’s own and its broadcast address', () => {
  const network = { interface: 'eth0', cidr: '10.1.2.0/24', prefix: 24 }
  assert.deepEqual(
    ['10.1.2.0', '10.1.2.255', '10.1.2.1', '2001:db8::'].map((a) => isNetworkOrBroadcast(a, network)),
    [true, true, false, false],
  )
  assert.equal(isNetworkOrBroadcast('10.1.2.0', { ...network, cidr: '10.1.2.0/31', prefix: 31 }), false)
})
