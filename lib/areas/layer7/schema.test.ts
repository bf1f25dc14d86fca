// What fresh Layer 7 items are, and what their fields take.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeFields, isShown } from '../../model/fields.ts'
import { checkValues } from '../check.ts'
import { documentsWith, sampleFacts, sampleService } from '../testing.ts'
import { layer7 } from './index.ts'
import { realServer, virtualService } from './schema.ts'

const vip = { label: 'a', address: '192.168.85.190', ports: '80' }
const fields = describeFields(virtualService.schema)
const labels = (of: typeof fields) => of.map((f) => f.label)
const optionsOf = (name: string) => fields.find((f) => f.name === name)?.options?.map((o) => o.label)

test('the Add form has the documented fields, in order (V7-02, V7-03, X-10)', () => {
  const add = fields.filter((f) => !f.modifyOnly)
  assert.deepEqual(labels(add), ['Label', 'IP Address', 'Ports', 'Layer 7 Protocol'])
  assert.equal(add[1]?.accessibleName, 'Virtual Service IP Address')
  assert.equal(add[3]?.default, 'http')
  assert.deepEqual(optionsOf('protocol'), ['HTTP Mode', 'TCP Mode'])
})

test('Modify has the documented sections, in order (V7-06)', () => {
  assert.deepEqual(
    [...new Set(fields.map((f) => f.section))],
    [
      'Virtual Service',
      'Protocol',
      'Connection Distribution Method',
      'Persistence',
      'Health Checks',
      'Fallback Server',
      'Other',
    ],
  )
})

test('choices and presets (V7-07, V7-08, V7-09)', () => {
  assert.deepEqual(optionsOf('balance'), ['Weighted Least Connections', 'Weighted Round Robin'])
  assert.deepEqual(optionsOf('persistence'), ['None', 'Source IP', 'HTTP Cookie'])
  assert.deepEqual(optionsOf('check'), [
    'Connect to port',
    'Negotiate HTTP (GET)',
    'Negotiate HTTP (HEAD)',
    'External script',
    'No checks, Always On',
  ])
  const fresh = virtualService.schema.parse(vip)
  assert.deepEqual([fresh.balance, fresh.check, fresh.protocol], ['leastconn', 'connect', 'http'])
})

test('persistence is preset by protocol, and only where it is not given (X-02, PS-08)', () => {
  assert.equal(virtualService.presets({ protocol: 'tcp' }).persistence, 'source')
  assert.equal(virtualService.presets({ protocol: 'http' }).persistence, 'cookie')
  assert.equal(virtualService.presets({}).persistence, 'cookie')
  assert.deepEqual(virtualService.presets({ protocol: 'tcp', persistence: 'none' }), {
    protocol: 'tcp',
    persistence: 'none',
  })
})

test('fields appear as the chosen check needs them (V7-10, V7-11, X-15)', () => {
  const shown = (check: string) =>
    fields.filter((f) => f.showWhen && isShown(f, { check })).map((f) => f.label)
  assert.deepEqual(shown('connect'), ['Check Port'])
  assert.deepEqual(shown('http-get'), ['Check Port', 'Request to send', 'Response expected', 'Host Header'])
  assert.deepEqual(shown('http-head'), ['Check Port', 'Request to send', 'Host Header'])
  assert.deepEqual(shown('script'), ['Check Script'])
  assert.deepEqual(shown('none'), [])
  const checkPort = fields.find((f) => f.name === 'checkPort')
  assert.ok(checkPort?.advanced)
  for (const ports of ['25,53', '5011-5025']) assert.ok(checkPort.opensWhen?.({ ports }))
  assert.ok(!checkPort.opensWhen?.({ ports: '445' }))
})

test('the Real Server form (R7-03, R7-05, R7-06)', () => {
  const form = describeFields(realServer.schema)
  assert.deepEqual(labels(form), [
    'Label',
    'Real Server IP Address',
    'Real Server Port',
    'Re-Encrypt to Backend',
    'Weight',
    'Expected Down',
  ])
  assert.deepEqual(
    form.map((f) => f.default),
    [undefined, undefined, undefined, false, 100, false],
  )
})

const refused = (kind: typeof virtualService | typeof realServer, values: object) =>
  checkValues(layer7, kind, { ...values }).map((p) => p.path.field)

test('empty text is no port; numbers may come as text', () => {
  assert.deepEqual(refused(virtualService, { ...vip, checkPort: '' }), [])
  assert.equal(virtualService.schema.parse({ ...vip, checkPort: '' }).checkPort, undefined)
  const server = { label: 'a', address: '10.0.0.1', port: '8080', weight: '0' }
  assert.deepEqual([realServer.schema.parse(server).port, realServer.schema.parse(server).weight], [8080, 0])
})

for (const [name, value] of [
  ['label', '_own'],
  ['address', 'web'],
  ['ports', '0'],
  ['protocol', 'udp'],
  ['balance', 'random'],
  ['persistence', 'rdp'],
  ['check', 'ping'],
  ['checkPort', '70000'],
  ['request', 'no/slash'],
  ['request', '/a b'],
  ['request', '/ü'],
  ['response', 'two\nlines'],
  ['hostHeader', 'a b'],
  ['hostHeader', ':80'],
  ['hostHeader', 'a\r\nX: y'],
  ['cookieName', ''],
  ['cookieName', 'a;b'],
  ['cookieMaxIdle', '30'],
  ['cookieMaxLife', ''],
  ['persistenceTimeout', '0'],
  ['persistenceTimeout', '34561'],
  ['tableSize', '99'],
  ['fallbackAddress', '0.0.0.0'],
  ['fallbackAddress', 'localhost'],
  ['fallbackPort', '0'], // it means something at Layer 4 only
  ['maxConnections', '0'],
  ['maxConnections', '40001'],
  ['clientTimeout', '12'],
  ['serverTimeout', '1y'],
  ['pipeline', 'forceclose'],
  ['checkScript', '../sh'],
  ['checkScript', 'a b'],
  ['unknown', 1],
] as const)
  test(`refused: ${name} ${JSON.stringify(value)}`, () => {
    assert.deepEqual(refused(virtualService, { ...vip, [name]: value }), [name])
  })

for (const [name, value] of [
  ['address', '0.0.0.0'],
  ['address', '::'],
  ['port', '0'],
  ['weight', '257'],
  ['weight', '1.5'],
  ['weight', ''],
  ['reencrypt', 'yes'],
] as const)
  test(`refused: server ${name} ${JSON.stringify(value)}`, () => {
    assert.deepEqual(refused(realServer, { label: 'a', address: '10.0.0.1', [name]: value }), [name])
  })

const rendered = (data: object, server: object = {}) =>
  layer7.render(documentsWith('layer7', sampleService('s', { ...data }, { ...server })), sampleFacts)[0]
    ?.content ?? ''

test('which port is checked (HC-04, HC-05, HC-07, HC-08, X-01)', () => {
  assert.match(rendered({ ports: '80' }), /server s-1 192\.168\.85\.200 weight 100 check port 80$/m)
  assert.match(rendered({ ports: '9191,9192' }), /check port 9191$/m)
  assert.match(rendered({ ports: '25,53', checkPort: 445 }), /check port 445$/m)
  assert.match(
    rendered({ ports: '80' }, { port: 8080 }),
    /server s-1 192\.168\.85\.200:8080 weight 100 check$/m,
  )
  assert.match(rendered({ ports: '80', checkPort: 81 }, { port: 8080 }), /:8080 weight 100 check port 81$/m)
})

test('the script gets the four addresses and ports of the field (HC-17)', () => {
  const asked = /agent-send "(.*)"$/m.exec(
    rendered({ ports: '104,105', check: 'script', checkScript: 'x' }),
  )?.[1]
  assert.equal(asked, 'x 192.168.85.190 104 192.168.85.200 104\\n')
})

test('the documented defaults, which an older document gets too (FB-04, FB-05, PS-10)', () => {
  const fresh = virtualService.schema.parse(vip)
  assert.deepEqual(
    [fresh.persistenceTimeout, fresh.tableSize, fresh.cookieName, fresh.cookieMaxIdle, fresh.cookieMaxLife],
    [30, 10_240, 'SERVERID', '30m', '12h'],
  )
  assert.deepEqual([fresh.fallbackAddress, fresh.fallbackPort], ['127.0.0.1', 9081])
  assert.deepEqual([fresh.maxConnections, fresh.pipeline, fresh.forwardedFor], [40_000, 'keep-alive', true])
  assert.deepEqual([fresh.timeouts, fresh.clientTimeout, fresh.serverTimeout], [false, '12h', '12h'])
})

test('a unit stands at every time field (X-45)', () => {
  const times = fields.filter((f) => /Time/.test(f.label) && f.kind !== 'checkbox')
  assert.equal(times.length, 5)
  for (const f of times) assert.match(`${f.unit ?? ''} ${f.hint ?? ''}`, /minutes|unit: s, m, h or d/, f.name)
})

test('HEAD asks for the status only, at the Host that is given (HC-11)', () => {
  const config = rendered({ check: 'http-head', response: 'text', hostHeader: 'app.example' })
  assert.match(config, /http-check send meth HEAD uri "\/" ver HTTP\/1\.1 hdr Host "app\.example"/)
  assert.doesNotMatch(config, /expect string/)
  assert.match(rendered({ check: 'http-get' }), /hdr Host "192\.168\.85\.190"/)
})

test('the fallback is no server that keeps clients, and none is there when it is switched off (FB-03)', () => {
  assert.match(
    rendered({ persistence: 'source' }),
    /^ {4}server _fallback 127\.0\.0\.1:9081 backup non-stick$/m,
  )
  assert.match(
    rendered({ fallbackAddress: '2001:db8:85::9', fallbackPort: 80 }),
    /server _fallback \[2001:db8:85::9\]:80 backup non-stick$/m,
  )
  assert.doesNotMatch(rendered({ fallbackOff: true }), /_fallback/)
})

test('time-outs of its own: in TCP Mode nothing else counts beside them', () => {
  const own = { timeouts: true, clientTimeout: '50s', serverTimeout: '450s' }
  assert.match(rendered(own), /timeout client 50s\n {4}timeout server 450s\n {4}timeout tunnel 0/)
  assert.doesNotMatch(rendered({ ...own, protocol: 'http' }), /timeout tunnel 0/)
  assert.doesNotMatch(rendered({ ...own, timeouts: false }), /timeout client 50s/)
})
