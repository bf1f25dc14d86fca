// Rows and differences of Layer 4: from what the kernel and keepalived say to what people read.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Documents, Item } from '../../model/document.ts'
import { type Layer4Answer, type Layer4Raw, type Raw, row } from '../../model/observed.ts'
import { documentsWith, itemOf, sampleFacts, sampleLayer4 } from '../testing.ts'
import { NO_IPVS } from './answers.ts'
import { editsFor } from './edits.ts'
import { checkedKeys } from './health.ts'
import { layer4 } from './index.ts'
import { digestIn } from './render.ts'
import { sysctlsIn } from './sysctl.ts'

const NOW = 1_763_636_400_000
const second = (address = '192.168.85.202', data = {}) =>
  itemOf('layer4', { id: 'a-2', kind: 'real-server', parent: 'a', data: { address, ...data } })
const documentsOf = (
  data: Record<string, unknown> = {},
  states: Record<string, 'drained' | 'halted'> = {},
  others: Item[] = [second()],
): Documents =>
  documentsWith(
    'server-state',
    Object.entries(states).map(([label, state], i) =>
      itemOf('server-state', {
        id: `o${i}`,
        label,
        kind: 'server-state',
        data: { state, since: NOW - 60_000, by: 'anna' },
      }),
    ),
    documentsWith('layer4', [...sampleLayer4('a', data), ...others]),
  )

const KEY = 'TCP 192.168.85.170:80'
const [ONE, TWO] = ['192.168.85.201:80', '192.168.85.202:80']
const server = (key: string, weight = 100, active = 0, more = {}) => ({
  key,
  weight,
  active,
  inactive: 0,
  ...more,
})
const said = (key: string, up: boolean, reason = '') =>
  [`${KEY}/${key}`, { up, since: NOW - 5000, reason }] as const
const healthy = Object.fromEntries([said(ONE, true), said(TWO, true)])

/** An answer that fits the documents in all that a test does not say. */
function answerTo(
  documents: Documents,
  servers: ReturnType<typeof server>[],
  more: Partial<Layer4Answer> = {},
): Layer4Answer {
  const files = layer4.render(documents, sampleFacts)
  const [conf, rules, sysctl] = files
  assert.ok(conf && rules && sysctl)
  return {
    digest: digestIn(conf),
    services: [{ key: KEY, scheduler: 'wlc', persistent: 300, servers }],
    health: healthy,
    rules: { digest: digestIn(conf), rules: 0 },
    sysctls: Object.fromEntries(sysctlsIn(sysctl.content)),
    ...more,
  }
}

const observed = (documents: Documents, raw: Partial<Layer4Raw> | undefined) =>
  layer4.observe(documents, layer4.render(documents, sampleFacts), {
    at: NOW,
    ...(raw ? { layer4: { missing: '', answer: null, answeredAt: NOW, error: null, ...raw } } : {}),
  } as Raw)
const look = (
  documents: Documents,
  servers: ReturnType<typeof server>[],
  more: Partial<Layer4Answer> = {},
) => {
  const { rows, differences } = observed(documents, { answer: answerTo(documents, servers, more) })
  for (const r of rows) row.parse(r)
  return {
    rows,
    told: differences.map((d) => `${d.area}: ${d.message}`),
    lines: rows.map((r) => `${r.label} ${r.state}: ${r.reason}`),
  }
}

test('green: every server passed its check and is in the table (SO-06, SO-17, SO-18)', () => {
  const { rows, told } = look(documentsOf({ forwarding: 'nat' }), [server(ONE, 100, 3), server(TWO, 100, 4)])
  assert.deepEqual(told, [])
  assert.deepEqual(rows[0], {
    ...{ row: 'service', key: 'layer4/a', item: 'a', area: 'layer4', label: 'a', address: '192.168.85.170' },
    ...{
      ports: '80',
      protocol: 'TCP',
      method: 'Layer 4',
      mode: 'NAT',
      state: 'up',
      connections: 7,
      reason: '',
    },
    ...{ serversUp: 2, servers: 2, since: NOW - 5000 },
  })
  assert.deepEqual(rows[1], {
    ...{ row: 'server', key: 'layer4/a/a-1', item: 'a-1', area: 'layer4', label: 'a-1', service: 'a' },
    ...{ address: '192.168.85.201', ports: '80', state: 'up', connections: 3, weight: 100, reason: '' },
    since: NOW - 5000,
  })
})

test('protocols and methods by their names; UDP counts what was seen lately', () => {
  for (const [protocol, forwarding, name, mode, key, open] of [
    ['udp', 'dr', 'UDP', 'DR', 'UDP 192.168.85.170:80', 5],
    ['ops', 'snat', 'UDP', 'SNAT', 'UDP 192.168.85.170:80', 5],
    ['tcp', 'dr', 'TCP', 'DR', KEY, 2],
  ] as const) {
    const documents = documentsOf({ protocol, forwarding }, {}, [])
    const services = [
      { key, scheduler: 'wlc', persistent: 300, servers: [server(ONE, 100, 2, { inactive: 3 })] },
    ]
    const [service] = look(documents, [], { services }).rows
    assert.ok(service?.row === 'service')
    assert.deepEqual([service.protocol, service.mode, service.connections], [name, mode, open])
  }
  const marked = documentsOf({ protocol: 'tcpudp' })
  const rows = observed(marked, { answer: answerTo(marked, []) }).rows
  assert.deepEqual(
    rows.map((r) => [r.state, r.reason]),
    Array(3).fill(['unknown', 'it is not in the kernel’s table']),
  )
})

test('red: by keepalived’s word, with its reason or ours, and since when (SO-08)', () => {
  const health = Object.fromEntries([said(ONE, false), said(TWO, true)])
  const { lines, told, rows } = look(documentsOf(), [server(TWO)], { health })
  assert.deepEqual(lines, [
    'a some: a-1: no connection to port 80',
    'a-1 down: no connection to port 80',
    'a-2 up: ',
  ])
  assert.deepEqual([told, rows[1]?.since, rows[1]?.connections], [[], NOW - 5000, 0])
  const reason = (data: Record<string, unknown>, words = '') =>
    look(documentsOf(data), [server(TWO)], {
      health: Object.fromEntries([said(ONE, false, words), said(TWO, true)]),
    }).rows[1]?.reason
  assert.equal(reason({ check: 'ping' }), 'no answer to ping')
  assert.equal(reason({ check: 'external', checkScript: 'DICOM-C-ECHO' }), 'DICOM-C-ECHO says it is down')
  assert.equal(reason({ check: 'negotiate', checkPort: 443 }), 'not the answer expected on port 443')
  assert.equal(reason({ check: 'negotiate' }, 'HTTP 503'), 'HTTP 503')
})

test('not known: before the first check, without keepalived, without its table entry', () => {
  const documents = documentsOf({}, {}, [])
  assert.deepEqual(look(documents, [], { health: {} }).lines, [
    'a unknown: a-1: the first check is under way',
    'a-1 unknown: the first check is under way',
  ])
  assert.equal(
    look(documents, [server(ONE)], { digest: null }).lines[1],
    'a-1 unknown: keepalived does not run',
  )
  assert.equal(
    look(documents, []).lines[1],
    'a-1 unknown: its check passed, but it is not in the kernel’s table',
  )
})

test('silence about a server that should have passed its check long ago is a failure', () => {
  const waited = (seconds: number, data: Record<string, unknown> = {}) =>
    look(documentsOf(data, {}, []), [], {
      health: { [`${KEY}/${ONE}`]: { up: null, since: NOW - seconds * 1000, reason: '' } },
    }).lines[1]
  assert.equal(waited(6), 'a-1 unknown: the first check is under way')
  assert.equal(waited(7), 'a-1 down: no connection to port 80')
  assert.equal(waited(8, { check: 'negotiate' }), 'a-1 unknown: the first check is under way')
  assert.equal(waited(9, { check: 'negotiate' }), 'a-1 down: not the answer expected on port 80')
})

test('health is kept of every server that keepalived knows', () => {
  const keys = (data: Record<string, unknown>, states: Record<string, 'drained' | 'halted'> = {}) =>
    checkedKeys(documentsOf(data, states))
  assert.deepEqual(keys({}), [`${KEY}/${ONE}`, `${KEY}/${TWO}`])
  assert.deepEqual(keys({}, { 'a-1': 'drained', 'a-2': 'halted' }), [`${KEY}/${ONE}`])
  assert.deepEqual(keys({ check: 'off' }), [])
})

test('without IPVS, without an answer, before anybody looked: unknown with the reason, and nothing differs', () => {
  const documents = documentsOf()
  const reasons = (raw: Partial<Layer4Raw> | undefined) => {
    const { rows, differences } = observed(documents, raw)
    assert.deepEqual(differences, [])
    assert.ok(rows.length === 3 && rows.every((r) => r.state === 'unknown' && r.connections === null))
    return [...new Set(rows.map((r) => r.reason))]
  }
  assert.deepEqual(reasons({ missing: NO_IPVS }), [NO_IPVS])
  assert.deepEqual(reasons({ answeredAt: null }), ['Layer 4 has not answered yet'])
  const old = { answer: answerTo(documents, [server(ONE)]), answeredAt: NOW - 9000 }
  assert.match(reasons(old)[0] ?? '', /^Layer 4 has not answered since \d\d:\d\d:\d\d UTC$/)
  assert.deepEqual(reasons(undefined), ['nobody has looked yet'])
})

test('always on is up, always off is down and in no table', () => {
  assert.equal(look(documentsOf({ check: 'on' }), [server(ONE), server(TWO)]).lines[1], 'a-1 up: not checked')
  const off = look(documentsOf({ check: 'off' }), [server('192.168.85.10:9081', 1)])
  assert.deepEqual([off.lines[1], off.told], ['a-1 down: Check Type is No checks, always off', []])
  assert.ok(off.lines[0]?.endsWith('; the fallback answers'))
})

test('the fallback: where all failed and where all were taken offline (FB-01, FB-02)', () => {
  const health = Object.fromEntries([said(ONE, false), said(TWO, false)])
  const page = server('192.168.85.10:9081', 1, 2)
  const failed = look(documentsOf(), [page], { health })
  assert.equal(failed.lines[0], 'a down: 2 of 2 servers down; the fallback answers')
  assert.deepEqual(failed.told, [])
  const offline = look(documentsOf({}, { 'a-1': 'drained', 'a-2': 'halted' }), [
    page,
    server(ONE, 0, 1, { entries: 3 }),
  ])
  assert.deepEqual(offline.lines, [
    'a offline: 1 of 2 servers drained, 1 of 2 servers halted; the fallback answers',
    'a-1 drained: by anna, 1 connection and 3 clients left',
    'a-2 halted: by anna',
  ])
  assert.deepEqual([offline.rows[0]?.connections, offline.told], [3, []])
  assert.equal(look(documentsOf(), [], { health }).lines[0], 'a down: 2 of 2 servers down')
})

test('a Real Server as the fallback gets clients although its check fails (FB-09)', () => {
  const documents = documentsOf({ fallbackAddress: '192.168.85.201', fallbackPort: 80 })
  const health = Object.fromEntries([said(ONE, false), said(TWO, false)])
  const { lines, told } = look(documents, [server(ONE, 1)], { health })
  assert.deepEqual([lines[0], told], ['a down: 2 of 2 servers down; the fallback answers', []])
})

test('drained: what is left; a check that fails is said; without persistence no clients are told of', () => {
  const health = Object.fromEntries([said(ONE, false), said(TWO, true)])
  const drained = (data: Record<string, unknown>, persistent: number) =>
    look(documentsOf(data, { 'a-1': 'drained' }), [], {
      health,
      services: [{ key: KEY, scheduler: 'wlc', persistent, servers: [server(ONE, 0, 2), server(TWO)] }],
    })
  assert.equal(drained({}, 300).lines[1], 'a-1 drained: by anna, 2 connections left; its check fails')
  assert.equal(
    drained({ persistent: false }, 0).lines[1],
    'a-1 drained: by anna, 2 connections left; its check fails',
  )
  assert.equal(drained({}, 300).rows[1]?.since, NOW - 60_000)
})

test('a server that is expected to be down says so, and its service is up without it (SO-11)', () => {
  const health = Object.fromEntries([said(ONE, true), said(TWO, false)])
  const documents = documentsOf({}, {}, [second(undefined, { expectedDown: true })])
  assert.deepEqual(look(documents, [server(ONE)], { health }).lines, [
    'a up: ',
    'a-1 up: ',
    'a-2 down: expected down: no connection to port 80',
  ])
})

test('what another hand changed is a difference, each in a sentence', () => {
  const both = [server(ONE), server(TWO)]
  const told = (servers: ReturnType<typeof server>[], more: Partial<Layer4Answer> = {}, states = {}) =>
    look(documentsOf({}, states), servers, more).told
  assert.deepEqual(told([server(ONE, 0), server(TWO, 50)]), [
    'server-state: a-1 of a is drained in the kernel’s table; it was set online.',
    'layer4: a-2 of a runs with weight 50; applied is 100.',
  ])
  assert.deepEqual(told(both, {}, { 'a-1': 'halted' }), [
    'server-state: a-1 of a is online in the kernel’s table; it was set halted.',
  ])
  assert.deepEqual(told([...both, server('10.9.9.9:80', 1)]), [
    'layer4: The kernel sends clients of a to 10.9.9.9:80, which is not applied.',
  ])
  const services = [
    { key: KEY, scheduler: 'wrr', persistent: 60, servers: both },
    { key: 'FWM 7', scheduler: 'wlc', persistent: 0, servers: [] },
  ]
  assert.deepEqual(told(both, { services }), [
    'layer4: The kernel balances FWM 7, which is not applied.',
    'layer4: a runs with balance wrr; applied is wlc.',
    'layer4: a runs with persistence of 60 s; applied is 300 s.',
  ])
  assert.deepEqual(told(both, { digest: 'x', rules: null, sysctls: {} }), [
    'layer4: keepalived runs another configuration than the one applied.',
    'layer4: The packet rules of Layer 4 are not loaded.',
    'layer4: net/ipv4/vs/expire_nodest_conn is missing; applied is 1.',
    'layer4: net/ipv4/vs/expire_quiescent_template is missing; applied is 0.',
    'layer4: net/ipv4/vs/conntrack is missing; applied is 0.',
    'layer4: net/ipv4/ip_nonlocal_bind is missing; applied is 1.',
    'layer4: net/ipv6/ip_nonlocal_bind is missing; applied is 1.',
  ])
  assert.deepEqual(told(both, { rules: { digest: 'x', rules: 0 } }), [
    'layer4: The packet rules of Layer 4 are not those applied.',
  ])
})

test('the server that stands for nobody is no difference', () => {
  const offline = { 'a-1': 'drained', 'a-2': 'drained' } as const
  const servers = [server(ONE, 0), server(TWO, 0), server('192.168.85.10:9081', 1), server('192.0.2.1:80', 1)]
  assert.deepEqual(look(documentsOf({}, offline), servers).told, [])
})

test('weights that keepalived left otherwise are put right by ipvsadm, with all it would forget', () => {
  const documents = documentsOf({ forwarding: 'nat' }, { 'a-2': 'drained' })
  const edits = (servers: ReturnType<typeof server>[]) =>
    editsFor(documents, answerTo(documents, servers).services)
  assert.deepEqual(edits([server(ONE), server(TWO, 0)]), [])
  assert.deepEqual(
    edits([server(ONE, 0), server(TWO, 100)]).map((words) => words.join(' ')),
    [
      '-e -t 192.168.85.170:80 -r 192.168.85.201:80 -m -w 100 -x 0 -y 0',
      '-e -t 192.168.85.170:80 -r 192.168.85.202:80 -m -w 0 -x 0 -y 0',
    ],
  )
  const v6 = documentsWith(
    'layer4',
    sampleLayer4(
      'a',
      { address: '2001:db8:85::1', ports: '1-2' },
      { address: '2001:db8:85::2', maxConnections: 9 },
    ),
  )
  const [conf] = layer4.render(v6, sampleFacts)
  const mark = /fwmark (\d+)/.exec(conf?.content ?? '')?.[1]
  const table = [
    { key: `FWM ${mark}`, scheduler: 'wlc', persistent: 300, servers: [server('[2001:db8:85::2]:0', 0)] },
  ]
  assert.deepEqual(
    editsFor(v6, table).map((words) => words.join(' ')),
    [`-e -f ${mark} -6 -r [2001:db8:85::2]:0 -g -w 100 -x 9 -y 0`],
  )
})
