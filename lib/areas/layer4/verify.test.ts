// Every rule of Layer 4: what it finds, where the finding stands and in which words, and what it lets pass.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Documents, Item } from '../../model/document.ts'
import type { Facts } from '../../model/facts.ts'
import { verifyAll } from '../plan.ts'
import { documentsWith, itemOf, sampleFacts, sampleLayer4, sampleService } from '../testing.ts'
import { layer4 } from './index.ts'

const found = (items: Item[], facts: Facts = sampleFacts, base?: Documents) =>
  verifyAll(documentsWith('layer4', items, base), facts).map(
    (p) => `${p.level} ${p.code} ${p.path.area} ${p.path.item ?? ''}.${p.path.field ?? ''}: ${p.message}`,
  )
const codes = (items: Item[], facts?: Facts, base?: Documents) =>
  found(items, facts, base).map((line) => line.replace(/^(\S+ \S+ \S+ \S+):.*$/, '$1'))
const busy = (address: string, port: number): Facts => ({
  ...sampleFacts,
  busy: [{ address, port, pid: 812, program: 'sshd' }],
})
const layer7 = (data: Record<string, unknown> = {}, server: Record<string, unknown> = {}, name = 'web') =>
  documentsWith('layer7', sampleService(name, { address: '192.168.85.190', ...data }, server))
const web = (address: string) =>
  documentsWith('fallback', [
    itemOf('fallback', { id: 'f', kind: 'listener', data: { addresses: [address] } }),
  ])

test('a service that keeps all rules has no finding, whatever its method (S-04, S-07, S-09)', () => {
  for (const forwarding of ['dr', 'nat', 'snat'])
    assert.deepEqual(found(sampleLayer4('a', { forwarding })), [], forwarding)
})

test('services share an address and even a port, by different protocols (V4-15)', () => {
  const on = (name: string, ports: string, protocol: string) => sampleLayer4(name, { ports, protocol })
  assert.deepEqual(
    codes([...on('a', '53', 'tcp'), ...on('b', '53', 'udp'), ...on('c', '80-90', 'tcpudp')]),
    [],
  )
  assert.deepEqual(found([...on('a', '80,443', 'tcp'), ...on('b', '400-500', 'tcpudp')]).sort(), [
    'error PORT_TAKEN layer4 a.ports: b already answers on 192.168.85.170:443. Choose another port or another IP Address.',
    'error PORT_TAKEN layer4 b.ports: a already answers on 192.168.85.170:443. Choose another port or another IP Address.',
  ])
  assert.deepEqual(codes([...on('a', '53', 'udp'), ...on('b', '53', 'ops')]), [
    'error PORT_TAKEN layer4 a.ports',
    'error PORT_TAKEN layer4 b.ports',
  ])
})

test('a port of a Layer 7 service is told to both, UDP is not meant', () => {
  for (const address of ['192.168.85.170', '0.0.0.0', '::'])
    assert.deepEqual(
      codes(sampleLayer4('a', { ports: '80-90' }), undefined, layer7({ address, ports: '85' })),
      ['error PORT_TAKEN layer4 a.ports', 'error PORT_TAKEN layer7 web.ports'],
    )
  const udp = sampleLayer4('a', { ports: '85', protocol: 'udp' })
  assert.deepEqual(codes(udp, undefined, layer7({ address: '192.168.85.170', ports: '85' })), [])
  assert.deepEqual(codes(sampleLayer4('a', { ports: '85' }), undefined, layer7({ ports: '85' })), [])
})

test('a Label is unique over both layers', () => {
  assert.deepEqual(found(sampleLayer4('a'), undefined, layer7({}, {}, 'a')), [
    'error LABEL_TAKEN layer4 a.label: a is already the Label of another Virtual Service. Choose another.',
    'error LABEL_TAKEN layer7 a.label: a is already the Label of another Virtual Service. Choose another.',
  ])
})

test('Direct Routing cannot change the port, said at the method and at the server (MR-04)', () => {
  const service = (data: object, port?: number) => found(sampleLayer4('a', { ...data }, { port }))
  assert.deepEqual(service({ ports: '80' }, 8080), [
    'error ROUTING_KEEPS_PORT layer4 a.forwarding: Direct Routing keeps the client’s port, but a-1 has Real Server Port 8080. Leave it blank, or set Forwarding Method to NAT or SNAT.',
    'error ROUTING_KEEPS_PORT layer4 a-1.port: Direct Routing keeps the client’s port, but a-1 has Real Server Port 8080. Leave it blank, or set Forwarding Method to NAT or SNAT.',
  ])
  assert.deepEqual(service({ ports: '80' }, 80), [])
  assert.equal(service({ ports: '80,81' }, 80).length, 2)
  assert.deepEqual(service({ ports: '80', forwarding: 'snat' }, 8080), [])
})

test('Direct Routing to a server in no network of the machine is warned of (MR-05)', () => {
  assert.deepEqual(found(sampleLayer4('a', {}, { address: '10.1.1.1' })), [
    'warning SERVER_FAR layer4 a-1.address: Direct Routing needs 10.1.1.1 in a network of this appliance, and it is in none. Networks here: 192.168.85.0/24 (eth0), 172.24.11.0/24 (eth0), 2001:db8:85::/64 (eth0), 192.168.81.0/24 (eth1).',
  ])
  assert.deepEqual(found(sampleLayer4('a', { forwarding: 'nat' }, { address: '10.1.1.1' })), [])
})

for (const [why, at4, server4, at7, server7, fields] of [
  ['both have the port', {}, { port: 104 }, { ports: '80' }, { port: 104 }, ['port', 'port']],
  ['both inherit it', { ports: '80' }, {}, { ports: '80' }, {}, ['address', 'address']],
  ['one of a list', { ports: '53,104' }, {}, { ports: '80' }, { port: 104 }, ['address', 'port']],
  ['one of a range', { ports: '80' }, { port: 104 }, { ports: '100-200' }, {}, ['port', 'address']],
] as const)
  test(`the same server and port at Layer 4 SNAT and Layer 7 is told to both: ${why} (MR-16, MR-17)`, () => {
    const items = sampleLayer4('a', { forwarding: 'snat', ...at4 }, { address: '192.168.85.200', ...server4 })
    const lines = found(items, undefined, layer7(at7, { address: '192.168.85.200', ...server7 }))
    assert.match(
      lines[0] ?? '',
      new RegExp(
        `^error SNAT_MEETS_LAYER7 layer4 a-1\\.${fields[0]}: 192\\.168\\.85\\.200:\\d+ is also web-1 of web at Layer 7\\.`,
      ),
    )
    assert.match(
      lines[1] ?? '',
      new RegExp(
        `^error SNAT_MEETS_LAYER7 layer7 web-1\\.${fields[1]}: .* is also a-1 of a at Layer 4 SNAT\\.`,
      ),
    )
    assert.equal(lines.length, 2)
    const nat = sampleLayer4('a', { forwarding: 'nat', ...at4 }, { address: '192.168.85.200', ...server4 })
    assert.deepEqual(codes(nat, undefined, layer7(at7, { address: '192.168.85.200', ...server7 })), [])
  })

test('IPv4 and IPv6 do not mix', () => {
  assert.deepEqual(codes(sampleLayer4('a', {}, { address: '2001:db8:85::9' })), [
    'error FAMILY_DIFFERS layer4 a-1.address',
  ])
  assert.deepEqual(codes(sampleLayer4('a', { fallbackAddress: '2001:db8:85::9', fallbackPort: 0 })), [
    'error FAMILY_DIFFERS layer4 a.fallbackAddress',
  ])
})

test('a server is told apart by address and port, and is not the service itself', () => {
  const twin = itemOf('layer4', {
    id: 'b',
    kind: 'real-server',
    parent: 'a',
    data: { address: '192.168.85.201' },
  })
  assert.deepEqual(codes([...sampleLayer4('a'), twin]), ['error SERVER_SAME layer4 b.address'])
  const other = { ...twin, data: { address: '192.168.85.201', port: 81 } }
  assert.deepEqual(codes([...sampleLayer4('a', { forwarding: 'nat' }), other]), [])
  assert.deepEqual(codes(sampleLayer4('a', {}, { address: '192.168.85.170' })), [
    'error SERVER_IS_SERVICE layer4 a-1.address',
  ])
})

test('Minimum Connections is not above Maximum Connections; 0 is no limit', () => {
  const limits = (minConnections: number, maxConnections: number) =>
    codes(sampleLayer4('a', {}, { minConnections, maxConnections }))
  assert.deepEqual([limits(5, 0), limits(5, 5), limits(0, 5)], [[], [], []])
  assert.deepEqual(limits(6, 5), ['error CONNECTIONS_CROSSED layer4 a-1.minConnections'])
})

test('Granularity fits the address; a service without persistence may have any', () => {
  const of = (granularity: string, data: object = {}) => codes(sampleLayer4('a', { granularity, ...data }))
  const v6 = { address: '2001:db8:85::100' }
  const server = { address: '2001:db8:85::11' }
  assert.deepEqual([of('255.255.0.0'), of('24'), of('64', { persistent: false })], [[], [], []])
  assert.deepEqual(of('64'), ['error GRANULARITY_FAMILY layer4 a.granularity'])
  assert.deepEqual(codes(sampleLayer4('a', { granularity: '64', ...v6 }, server)), [])
  assert.deepEqual(codes(sampleLayer4('a', { granularity: '255.255.0.0', ...v6 }, server)), [
    'error GRANULARITY_FAMILY layer4 a.granularity',
  ])
  assert.deepEqual(of('255.0.255.0'), ['error FIELD_INVALID layer4 a.granularity'])
})

test('a script is chosen and installed', () => {
  const script = (data: object) => found(sampleLayer4('a', { check: 'external', ...data }))
  assert.deepEqual(script({ checkScript: 'DICOM-C-ECHO' }), [])
  assert.deepEqual(script({}), [
    'error EXTERNAL_SCRIPT_NOT_CHOSEN layer4 a.checkScript: Check Type is set to External script. Choose one.',
  ])
  assert.deepEqual(script({ checkScript: 'gone' }), [
    'error SCRIPT_NOT_INSTALLED layer4 a.checkScript: gone is not installed on this appliance. Choose another External script.',
  ])
})

test('a request is what its protocol can ask for, and short enough for keepalived', () => {
  const request = (checkProtocol: string, text: string, response = '') =>
    codes(sampleLayer4('a', { check: 'negotiate', checkProtocol, request: text, response }))
  for (const text of ['', '/', '/index.pl?action=cb_status&x=%22', "/~u/$x;!#'{}`", `/${'a'.repeat(900)}`])
    assert.deepEqual(request('http', text), [], text)
  for (const text of ['x', '/a b', '/"', '/a\\', '/ä', '/$_PWD', `/\${_RANDOM}`])
    assert.deepEqual(request('https', text), ['error CHECK_REQUEST layer4 a.request'], text)
  assert.deepEqual(request('http', `/${'a'.repeat(1100)}`), ['error CHECK_TOO_LONG layer4 a.request'])
  assert.deepEqual(request('http', '/', '"'.repeat(200)), ['error CHECK_TOO_LONG layer4 a.response'])
  assert.deepEqual([request('dns', ''), request('dns', 'www.example.com')], [[], []])
  assert.deepEqual(request('dns', 'a b'), ['error CHECK_REQUEST layer4 a.request'])
  assert.deepEqual(request('tcp', 'say "hello" \\n'), [])
})

test('Auto-NAT is an interface of the machine', () => {
  const nat = (autoNat: string) => found([itemOf('layer4', { id: 'x', kind: 'advanced', data: { autoNat } })])
  assert.deepEqual([nat('off'), nat('eth1')], [[], []])
  assert.deepEqual(nat('eth9'), [
    'error INTERFACE_MISSING layer4 x.autoNat: eth9 is no interface of this appliance. Choose one of eth0, eth1, or off.',
  ])
})

test('the service’s own address lies in a network; a service without servers is warned of', () => {
  assert.deepEqual(codes(sampleLayer4('a', { address: '10.99.0.5' })), [
    'error ADDRESS_OUTSIDE layer4 a.address',
  ])
  assert.match(
    found(sampleLayer4('a').slice(0, 1))[0] ?? '',
    /^warning NO_SERVERS layer4 a\.: .*fallback only/,
  )
})

test('ports of the appliance are refused; those of other programs only where the machine loses them (V4-17)', () => {
  assert.deepEqual(codes(sampleLayer4('a', { ports: '9081' }), undefined, web('0.0.0.0')), [
    'error PORT_OF_APPLIANCE layer4 a.ports',
  ])
  assert.deepEqual(codes(sampleLayer4('a', { ports: '22' }), busy('0.0.0.0', 22)), [])
  assert.deepEqual(codes(sampleLayer4('a', { ports: '22', address: '192.168.85.10' }), busy('0.0.0.0', 22)), [
    'error PORT_HELD layer4 a.ports',
  ])
  assert.deepEqual(codes(sampleLayer4('a', { ports: '80' }), busy('0.0.0.0', 80)), [
    'error OWN_PORT_HELD layer4 a.ports',
  ])
})

test('a fallback with Direct Routing is on the port clients use, or has MASQ (FB-06)', () => {
  const fallback = (data: object) => found(sampleLayer4('a', { fallbackAddress: '192.168.85.60', ...data }))
  assert.deepEqual(fallback({ ports: '80' }), [
    'error FALLBACK_KEEPS_PORT layer4 a.fallbackPort: With Direct Routing the fallback server gets clients on port 80. Set Fallback Server Port to 0, or turn MASQ Fallback on.',
  ])
  for (const data of [
    { ports: '80', fallbackPort: 80 },
    { ports: '80,81', fallbackPort: 0 },
    { ports: '80', masqFallback: true },
    { ports: '80', forwarding: 'snat' },
  ])
    assert.deepEqual(fallback(data), [])
})

test('a Layer 7 service as fallback needs MASQ (FB-07); the service itself and others at Layer 4 are none', () => {
  const of = (data: object, base?: Documents) =>
    codes(sampleLayer4('a', { fallbackPort: 0, ...data }), undefined, base)
  const other = layer7({ ports: '443' })
  assert.deepEqual(of({ fallbackAddress: '192.168.85.190' }, other), [
    'error FALLBACK_NEEDS_MASQ layer4 a.masqFallback',
  ])
  assert.deepEqual(of({ fallbackAddress: '192.168.85.190', masqFallback: true }, other), [])
  assert.deepEqual(of({ fallbackAddress: '192.168.85.170' }), [
    'error FALLBACK_IS_SERVICE layer4 a.fallbackAddress',
  ])
  const second = documentsWith('layer4', sampleLayer4('b', { address: '192.168.85.171' }))
  assert.deepEqual(of({ fallbackAddress: '192.168.85.171', masqFallback: true }, second), [
    'error FALLBACK_AT_LAYER4 layer4 a.fallbackAddress',
  ])
})

test('the Fallback Page is reached on an address of the appliance’s own kind only', () => {
  const facts: Facts = {
    ...sampleFacts,
    interfaces: [
      { name: 'eth0', up: true, addresses: [{ address: '192.168.85.10', prefix: 24, ours: false }] },
    ],
  }
  const items = sampleLayer4('a', { address: '2001:db8:85::100' }, { address: '2001:db8:85::11' })
  assert.ok(codes(items, facts).includes('warning PAGE_OUT_OF_REACH layer4 a.fallbackAddress'))
})

test('a thousand services are verified and rendered within a second', () => {
  const many = <T>(make: (i: number) => T[]) => Array.from({ length: 1000 }, (_, i) => i).flatMap(make)
  const items = many((i) =>
    sampleLayer4(`a${i}`, { ports: `${20_000 + i}`, forwarding: i % 2 ? 'snat' : 'dr' }).map((item) => ({
      ...item,
      position: i,
    })),
  )
  const documents = documentsWith('layer4', items, layer7())
  const cpu = process.cpuUsage()
  assert.deepEqual(verifyAll(documents, sampleFacts), [])
  assert.equal(layer4.render(documents, sampleFacts).length, 3)
  const { user, system } = process.cpuUsage(cpu)
  assert.ok((user + system) / 1000 < 1000, `${(user + system) / 1000} ms`)
})
