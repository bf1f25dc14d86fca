// Every rule of Layer 7: what it finds, where the finding stands and in which words, and what it lets pass.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Documents, Item } from '../../model/document.ts'
import type { Facts } from '../../model/facts.ts'
import { verifyAll } from '../plan.ts'
import { documentsWith, itemOf, sampleFacts, sampleService } from '../testing.ts'

const found = (items: Item[], facts: Facts = sampleFacts, base?: Documents) =>
  verifyAll(documentsWith('layer7', items, base), facts).map(
    (p) => `${p.level} ${p.code} ${p.path.item ?? ''}.${p.path.field ?? ''}: ${p.message}`,
  )
const busy = (address: string, port: number, program = 'nginx'): Facts => ({
  ...sampleFacts,
  busy: [{ address, port, pid: 812, program }],
})
const front = documentsWith('front', [
  itemOf('front', { id: 'console', kind: 'listener', data: { addresses: ['0.0.0.0', '::'], port: 9443 } }),
])

test('a service that keeps all rules has no finding (S-08)', () => {
  assert.deepEqual(found(sampleService('DICOM-Print')), [])
})

test('the same address and port is told to both, each naming the other', () => {
  assert.deepEqual(found([...sampleService('a'), ...sampleService('b')]), [
    'error PORT_TAKEN a.ports: b already answers on 192.168.85.190:11112. Choose another port or another IP Address.',
    'error PORT_TAKEN b.ports: a already answers on 192.168.85.190:11112. Choose another port or another IP Address.',
  ])
})

for (const [why, a, b, where] of [
  ['a range holds the port', { ports: '5011-5025' }, { ports: '80,5020' }, '192.168.85.190:5020'],
  ['ranges overlap', { ports: '1-100' }, { ports: '50-200' }, '192.168.85.190:50'],
  ['0.0.0.0 takes every IPv4 address', { ports: '80' }, { address: '0.0.0.0', ports: '80' }, '0.0.0.0:80'],
  [':: takes IPv4 too', { ports: '80' }, { address: '::', ports: '79-81' }, '[::]:80'],
  [
    'one IPv6 address in two spellings',
    { address: '2001:db8:85::20' },
    { address: '2001:DB8:85:0::20' },
    '[2001:db8:85::20]:11112',
  ],
] as const) {
  test(`overlap: ${why}`, () => {
    const [first] = found([...sampleService('a', a), ...sampleService('b', b)])
    assert.match(first ?? '', /^error PORT_TAKEN a\.ports: b already answers on /)
    assert.ok(first?.includes(`answers on ${where}.`), first)
  })
}

for (const [why, a, b] of [
  ['other ports on one address (V7-14)', { ports: '80-90' }, { ports: '91,79' }],
  ['one port on two addresses', {}, { address: '192.168.85.191' }],
  ['0.0.0.0 takes no IPv6 address', { address: '2001:db8:85::20' }, { address: '0.0.0.0' }],
] as const) {
  test(`no overlap: ${why}`, () => {
    assert.deepEqual(found([...sampleService('a', a), ...sampleService('b', b)]), [])
  })
}

test('a draft blocks nothing, and neither do its servers', () => {
  const [service, server] = sampleService('copy', {}, { address: '0.0.0.1' })
  assert.deepEqual(found([...sampleService('a'), { ...(service as Item), draft: true }, server as Item]), [])
})

for (const [port, address, whose] of [
  ['9443', '192.168.85.190', 'this console’s'],
  ['9080', '192.168.85.190', 'this console’s'],
  ['9000-9500', '2001:db8:85::20', 'this console’s'],
  ['9442', '127.0.0.1', 'this console’s'],
  ['7778', '0.0.0.0', 'the persistence tables’'],
  ['7780', '::', 'the check runner’s'],
] as const) {
  test(`the appliance’s own port: ${address} ${port}`, () => {
    const all = found(sampleService('a', { address, ports: port }), sampleFacts, front)
    const words = new RegExp(`^error PORT_OF_APPLIANCE a\\.ports: \\d+ is ${whose} own port\\.`)
    // Where the appliance's own port can be changed, its page says so too.
    assert.ok(
      all.some((finding) => words.test(finding)),
      all.join('\n'),
    )
  })
}

test('an own port on another address is free', () => {
  const narrow = documentsWith('front', [
    itemOf('front', { id: 'console', kind: 'listener', data: { addresses: ['127.0.0.1'], port: 9443 } }),
  ])
  assert.deepEqual(found(sampleService('a', { ports: '9443,9442,7778' }), sampleFacts, narrow), [])
})

test('the fallback page’s port is the appliance’s own', () => {
  const fallback = documentsWith('fallback', [
    itemOf('fallback', { id: 'fallback', kind: 'listener', data: { addresses: ['0.0.0.0'] } }),
  ])
  assert.match(
    found(sampleService('a', { ports: '9081' }), sampleFacts, fallback)[0] ?? '',
    /the fallback page’s own/,
  )
})

test('a port that another process holds, with its name and number', () => {
  assert.deepEqual(found(sampleService('a', { ports: '80' }), busy('192.168.85.190', 80)), [
    'error PORT_HELD a.ports: nginx (process 812) already holds port 80 on 192.168.85.190. Stop it, or choose another port.',
  ])
  assert.match(
    found(sampleService('a', { ports: '1-100' }), busy('0.0.0.0', 80))[0] ?? '',
    /^error PORT_HELD/,
  )
  assert.match(
    found(sampleService('a', { ports: '80' }), busy('::', 80, ''))[0] ?? '',
    /Another program \(process 812\)/,
  )
  assert.deepEqual(found(sampleService('a', { ports: '80' }), busy('192.168.85.10', 80)), [])
})

test('the port that keeps persistence tables must be free, once there is a service', () => {
  assert.match(
    found(sampleService('a'), busy('127.0.0.1', 7778))[0] ?? '',
    /^error OWN_PORT_HELD \.: nginx \(process 812\) holds port 7778/,
  )
  assert.deepEqual(found([], busy('127.0.0.1', 7778)), [])
})

test('too many ports for one service', () => {
  assert.match(
    found(sampleService('a', { ports: '20000-21000' }))[0] ?? '',
    /^error PORTS_TOO_MANY a\.ports: 1001 ports/,
  )
  assert.deepEqual(found(sampleService('a', { ports: '20000-20999' })), [])
})

test('an address outside every network, with the networks there are', () => {
  assert.deepEqual(found(sampleService('a', { address: '10.99.0.5' })), [
    'error ADDRESS_OUTSIDE a.address: No interface holds 10.99.0.5. Networks here: 192.168.85.0/24 (eth0), 172.24.11.0/24 (eth0), 2001:db8:85::/64 (eth0), 192.168.81.0/24 (eth1).',
  ])
  assert.match(found(sampleService('a', { address: 'fe80::10' }))[0] ?? '', /^error ADDRESS_OUTSIDE/)
  for (const address of ['192.168.81.10', '2001:db8:85::99', '127.0.0.9', '192.168.85.10', '0.0.0.0', '::'])
    assert.deepEqual(found(sampleService('a', { address })), [], address)
})

test('a network’s own address and its broadcast address are no hosts', () => {
  for (const address of ['192.168.85.0', '192.168.85.255'])
    assert.match(
      found(sampleService('a', { address }))[0] ?? '',
      /^error ADDRESS_NOT_A_HOST a\.address: .*192\.168\.85\.0\/24/,
    )
})

test('a real server may be anywhere a route leads (R7-08)', () => {
  assert.deepEqual(found(sampleService('a', {}, { address: '10.99.0.5' })), [])
})

test('HTTP Cookie needs HTTP Mode; Negotiate HTTP does not (HC-16)', () => {
  assert.match(
    found(sampleService('a', { persistence: 'cookie' }))[0] ?? '',
    /^error COOKIE_NEEDS_HTTP a\.persistence:/,
  )
  assert.deepEqual(found(sampleService('a', { persistence: 'cookie', protocol: 'http' })), [])
  assert.deepEqual(found(sampleService('a', { check: 'http-get' })), [])
})

test('External script needs a script that is here', () => {
  assert.match(
    found(sampleService('a', { check: 'script' }))[0] ?? '',
    /^error SCRIPT_NOT_CHOSEN a\.checkScript:/,
  )
  assert.match(
    found(sampleService('a', { check: 'script', checkScript: 'gone.sh' }))[0] ?? '',
    /^error SCRIPT_NOT_INSTALLED a\.checkScript: gone\.sh is not installed/,
  )
  assert.deepEqual(found(sampleService('a', { check: 'script', checkScript: 'DICOM-C-ECHO' })), [])
  assert.deepEqual(found(sampleService('a', { check: 'connect', checkScript: 'gone.sh' })), [])
})

test('several ports without a Check Port are accepted (X-01, HC-05, HC-06)', () => {
  assert.deepEqual(found(sampleService('Papercut_WUI', { ports: '9191,9192,9193' })), [])
})

test('a server that is its own service would be a loop', () => {
  const itself = { address: '192.168.85.190' }
  assert.match(
    found(sampleService('a', {}, itself))[0] ?? '',
    /^error SERVER_IS_SERVICE a-1\.address: 192\.168\.85\.190 is where a itself/,
  )
  assert.match(found(sampleService('a', {}, { ...itself, port: 11112 }))[0] ?? '', /^error SERVER_IS_SERVICE/)
  assert.deepEqual(found(sampleService('a', {}, { ...itself, port: 80 })), [])
})

test('two servers at one address and port are a warning at the second', () => {
  const twin = (port?: number) =>
    itemOf('layer7', {
      id: 'b',
      kind: 'real-server',
      parent: 'a',
      position: 1,
      data: { address: '192.168.85.200', port },
    })
  assert.deepEqual(found([...sampleService('a'), twin()]), [
    'warning SERVER_TWICE b.address: a-1 has the same address and port, so this server gets the share of both.',
  ])
  assert.deepEqual(found([...sampleService('a'), twin(104)]), [])
})

test('a service without servers is a warning at the service', () => {
  assert.deepEqual(found(sampleService('a').slice(0, 1)), [
    'warning NO_SERVERS a.: a has no Real Server, so its clients get the fallback only. Add one.',
  ])
})

test('a thousand services are verified within a second', () => {
  const items = Array.from({ length: 1000 }, (_, n) =>
    sampleService(`s${n}`, { address: `192.168.85.${11 + (n % 100)}`, ports: String(10_000 + n) }),
  ).flat()
  const began = performance.now()
  assert.deepEqual(found(items), [])
  assert.ok(performance.now() - began < 1000, `took ${performance.now() - began} ms`)
})

test('a fallback may be a server of the service or another service (FB-06, FB-09), but not come back to itself', () => {
  const to = (address: string, port: number, more = {}) => ({
    fallbackAddress: address,
    fallbackPort: port,
    ...more,
  })
  const other = { address: '192.168.85.191' }
  assert.deepEqual(found(sampleService('a', to('192.168.85.200', 11112))), [])
  assert.deepEqual(
    found([...sampleService('a', to('192.168.85.191', 11112)), ...sampleService('b', other)]),
    [],
  )
  assert.deepEqual(found(sampleService('a', to('192.168.85.190', 11112))), [
    'error FALLBACK_IS_SERVICE a.fallbackAddress: 192.168.85.190:11112 leads back to a, so it would connect to itself. Choose another Fallback Server.',
  ])
  const circle = [
    ...sampleService('a', to('192.168.85.191', 11112)),
    ...sampleService('b', { ...other, ...to('192.168.85.190', 11112) }),
  ]
  assert.deepEqual(
    found(circle).map((p) => p.split(': ')[1]),
    [
      '192.168.85.191:11112 leads by b back to a, so it would connect to itself. Choose another Fallback Server.',
      '192.168.85.190:11112 leads by a back to b, so it would connect to itself. Choose another Fallback Server.',
    ],
  )
  assert.deepEqual(found(sampleService('a', to('192.168.85.190', 11112, { fallbackOff: true }))), [])
})
