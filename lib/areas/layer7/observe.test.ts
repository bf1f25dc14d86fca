// Rows and differences from answers that a real HAProxy 2.6 gave (answers/), and from the ways it can be silent.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Documents } from '../../model/document.ts'
import type { HaproxyAnswer, Raw, Row, Stat } from '../../model/observed.ts'
import { noDocuments, sampleFacts } from '../testing.ts'
import { layer7 } from './index.ts'
import { digestIn } from './render.ts'

const answered = (name: string) => readFileSync(join(import.meta.dirname, 'answers', name), 'utf8')
const documents: Documents = { ...noDocuments(), ...JSON.parse(answered('documents.json')) }
const files = layer7.render(documents, sampleFacts)
const [MASTER, WORKER, AT] = [100, 101, 1_760_000_000_000]

function realAnswer(): HaproxyAnswer {
  const [header = '', ...lines] = answered('show-stat.csv').trim().replace('# ', '').split('\n')
  const stat = lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(header.split(',').map((name, i) => [name, cells[i] ?? '']))
  })
  const info = Object.fromEntries(
    answered('show-info.txt')
      .trim()
      .split('\n')
      .map((line): [string, string] => [line.split(': ')[0] ?? '', line.split(': ')[1] ?? '']),
  )
  return {
    // The file was rendered again since the capture; its digest is the only thing that may differ.
    info: { ...info, description: digestIn(files[0] ?? { path: '', content: '', mode: 0o644 }) },
    stat,
    master: { pid: MASTER, reloads: 0, failed: 0 },
    workers: [{ pid: WORKER, old: false, uptimeSeconds: 15 }],
    oldConnections: {},
    administrative: { 'connect/r3': 1, 'web/r1': 8 },
    entries: {},
  }
}

const PORTS = [5001, 5002, 5003, 5010, 5080, 5104, 5204, 5205]
const raw = (change: Partial<Raw> = {}): Raw => ({
  at: AT,
  haproxy: { answer: realAnswer(), answeredAt: AT, error: null },
  checks: { answering: true, answeredAt: AT },
  web: { front: null, fallback: null },
  listeners: [
    ...PORTS.map((port) => ({ address: '127.30.0.1', port, pids: [WORKER] })),
    { address: '::1', port: 5306, pids: [MASTER, WORKER] },
  ],
  pids: { haproxy: [MASTER, WORKER] },
  programs: { 812: 'haproxy' },
  addresses: [],
  ...change,
})
const withAnswer = (change: (a: HaproxyAnswer) => void): Raw => {
  const answer = realAnswer()
  change(answer)
  return raw({ haproxy: { answer, answeredAt: AT, error: null } })
}
const statOf = (answer: HaproxyAnswer, proxy: string, server: string): Stat => {
  const found = answer.stat.find((s) => s.pxname === proxy && s.svname === server)
  assert.ok(found)
  return found
}
const drop = (answer: HaproxyAnswer, which: (s: Stat) => boolean): void => {
  answer.stat = answer.stat.filter((s) => !which(s))
}
const look = (r: Raw) => layer7.observe(documents, files, r)
const short = (row: Row) => `${row.key.slice(7)} ${row.state}${row.reason && `: ${row.reason}`}`
const rowOf = (r: Raw, key: string): Row => {
  const found = look(r).rows.find((row) => row.key === `layer7/${key}`)
  assert.ok(found)
  return found
}
const messages = (r: Raw) => look(r).differences.map((d) => d.message)

test('every state and reason of a real answer (SO-07, SO-08, SO-10)', () => {
  assert.deepEqual(look(raw()).rows.map(short), [
    'connect some: 1 of 3 servers down, 1 of 3 servers halted',
    'connect/r1 up',
    'connect/r2 down: no answer on port 18080 within 3 s',
    'connect/r3 halted: by hand, outside Fulcrum',
    'web down: 5 of 6 servers down, 1 of 6 servers drained',
    'web/r1 drained: by hand, outside Fulcrum, no connections left; clients with a cookie cannot be counted; the last cookie ends by 20:53:19 UTC at the latest',
    'web/r2 down: no answer on port 18080 within 3 s',
    'web/r3 down: HTTP 503',
    'web/r4 down: answered without the expected text',
    'web/r5 down: no HTTP answer on port 18080 within 3 s',
    'web/r6 down: no TLS on port 18080',
    'script some: 1 of 4 servers down, 2 of 4 servers unknown',
    'script/r1 up',
    'script/r2 down: no DICOM echo from 127.30.1.2 port 5104',
    'script/r3 unknown: the check runner gave no result',
    'script/r4 unknown: the check runner gave no result',
    'none up',
    'none/r1 up: not checked',
    'empty down: it has no Real Server',
    'six up',
    'six/r1 up: not checked',
    'six/r2 up: not checked',
  ])
})

test('a row has what the overview shows (SO-03, SO-05, SO-16, SO-17, SO-19)', () => {
  assert.deepEqual(rowOf(raw(), 'connect'), {
    row: 'service',
    key: 'layer7/connect',
    item: 's1',
    area: 'layer7',
    label: 'connect',
    address: '127.30.0.1',
    ports: '5001-5003,5010',
    protocol: 'TCP',
    method: 'Layer 7',
    mode: 'Proxy',
    state: 'some',
    connections: 2,
    serversUp: 1,
    servers: 3,
    reason: '1 of 3 servers down, 1 of 3 servers halted',
    since: AT - 1000,
  })
  const [own, service] = [rowOf(raw(), 'script/r1'), rowOf(raw(), 'script/r2')]
  assert.deepEqual([own.ports, service.ports], ['104', '5104'])
  const server = rowOf(raw(), 'connect/r1')
  assert.ok(server.row === 'server')
  assert.deepEqual([server.weight, server.connections, server.since], [20, 2, AT - 7000])
})

/** The rows of `connect`, where r1 is up and r2 down, with these servers marked Expected Down. */
function expecting(...labels: string[]): (string | boolean | undefined)[] {
  const items = documents.layer7.items
    .filter((i) => i.label !== 'r3' || i.parent !== 's1')
    .map((i) =>
      labels.includes(`${i.parent}/${i.label}`) ? { ...i, data: { ...i.data, expectedDown: true } } : i,
    )
  const { rows } = layer7.observe({ ...documents, layer7: { ...documents.layer7, items } }, files, raw())
  return rows.slice(0, 3).map(short)
}

test('SO-11: a server that is expected to be down is red and says so, and its service is up without it', () => {
  const down = 'connect/r2 down: expected down: no answer on port 18080 within 3 s'
  assert.deepEqual(expecting('s1/r2'), ['connect up', 'connect/r1 up', down])
  assert.deepEqual(expecting('s1/r1', 's1/r2'), ['connect up', 'connect/r1 up', down])
  assert.deepEqual(expecting('s1/r1'), [
    'connect some: r2: no answer on port 18080 within 3 s',
    'connect/r1 up',
    'connect/r2 down: no answer on port 18080 within 3 s',
  ])
})

test('connections of old workers count (SO-18)', () => {
  const r = withAnswer((a) => {
    a.oldConnections = { 'connect/FRONTEND': 5, 'connect/r1': 4, 'connect/BACKEND': 5 }
  })
  assert.deepEqual([rowOf(r, 'connect').connections, rowOf(r, 'connect/r1').connections], [7, 6])
})

test('a refused connection, and one that passed a check again', () => {
  const r = withAnswer((a) => {
    Object.assign(statOf(a, 'connect', 'r2'), { check_status: 'L4CON', last_chk: 'Connection refused' })
    Object.assign(statOf(a, 'web', 'r2'), { check_status: 'L4CON', last_chk: 'No route to host' })
    Object.assign(statOf(a, 'web', 'r3'), { status: 'DOWN 1/2', check_status: 'L7OK', check_health: '1' })
  })
  assert.equal(rowOf(r, 'connect/r2').reason, 'connection refused on port 18080')
  assert.equal(rowOf(r, 'web/r2').reason, 'port 18080: no route to host')
  assert.equal(rowOf(r, 'web/r3').reason, 'answers again; one more check to pass')
})

test('before its first check a server is unknown, unless the worker before handed its state over', () => {
  const first = (check_health: string, lastchg: string) =>
    withAnswer((a) =>
      Object.assign(statOf(a, 'connect', 'r1'), { check_status: 'INI', check_health, lastchg }),
    )
  assert.equal(rowOf(first('2', '15'), 'connect/r1').state, 'unknown')
  assert.equal(rowOf(first('2', '18'), 'connect/r1').state, 'unknown') // asked a moment after its worker
  assert.equal(rowOf(first('3', '300'), 'connect/r1').state, 'up')
  const script = (lastchg: string) =>
    withAnswer((a) => Object.assign(statOf(a, 'script', 'r1'), { agent_status: 'INI', lastchg }))
  assert.equal(rowOf(script('3'), 'script/r1').state, 'unknown')
  assert.equal(rowOf(script('300'), 'script/r1').state, 'up')
})

test('a line that still says the same keeps its moment, whenever its row is made again', () => {
  const sinceOf = (age: { lastchg: string; readAt?: number }) =>
    rowOf(
      withAnswer((a) => Object.assign(statOf(a, 'connect', 'r1'), age)),
      'connect/r1',
    ).since
  assert.equal(sinceOf({ lastchg: '60' }), AT - 60_000)
  assert.equal(sinceOf({ lastchg: '20', readAt: AT - 40_000 }), AT - 60_000)
  const handedOver = withAnswer((a) => {
    const age = Number(a.info.Uptime_sec) - 5
    Object.assign(statOf(a, 'script', 'r1'), {
      agent_status: 'INI',
      lastchg: String(age),
      readAt: AT - 10_000,
    })
  })
  assert.equal(rowOf(handedOver, 'script/r1').state, 'up')
})

test('a silent check runner makes its servers unknown, and no others', () => {
  const r = raw({ checks: { answering: false, answeredAt: Date.UTC(2026, 0, 1, 2, 13, 7) } })
  assert.equal(
    short(rowOf(r, 'script/r1')),
    'script/r1 unknown: the check runner has not answered since 02:13:07 UTC',
  )
  assert.equal(rowOf(r, 'script').state, 'unknown')
  assert.equal(rowOf(r, 'connect/r1').state, 'up')
})

for (const [how, haproxy] of [
  ['answers nothing', { answer: null, answeredAt: AT - 3000, error: 'ECONNREFUSED' }],
  ['answered too long ago', { answer: realAnswer(), answeredAt: AT - 9000, error: null }],
  ['never answered', { answer: null, answeredAt: null, error: 'ENOENT' }],
] as const) {
  test(`an HAProxy that ${how}: no row is green, no number is made up`, () => {
    const { rows, differences } = look(raw({ haproxy }))
    assert.equal(rows.length, 22)
    for (const row of rows) {
      assert.deepEqual([row.state, row.connections, row.since], ['unknown', null, haproxy.answeredAt])
      assert.match(row.reason, /^HAProxy has not answered (since \d\d:\d\d:\d\d UTC|yet)$/)
    }
    assert.deepEqual(differences, [])
  })
}

test('what runs as applied has no difference but what was done by hand', () => {
  assert.deepEqual(messages(raw()), [
    'r3 of connect is halted in HAProxy; it was set online.',
    'r1 of web is drained in HAProxy; it was set online.',
  ])
})

const byHand = messages(raw())
const news = (r: Raw) => messages(r).filter((m) => !byHand.includes(m))

for (const [what, change, expected] of [
  [
    'another digest',
    (a) => Object.assign(a.info, { description: 'x' }),
    'HAProxy runs another configuration than the one applied.',
  ],
  [
    'a failed reload',
    (a) => Object.assign(a.master, { failed: 1 }),
    'HAProxy could not take its last reload; the process before it still runs.',
  ],
  [
    'a weight',
    (a) => Object.assign(statOf(a, 'connect', 'r1'), { uweight: '10' }),
    'r1 of connect runs with weight 10; applied is 20.',
  ],
  [
    'an address',
    (a) => Object.assign(statOf(a, 'connect', 'r1'), { addr: '10.0.0.9:18080' }),
    'r1 of connect runs with address 10.0.0.9:18080; applied is 127.30.1.1:18080.',
  ],
  [
    'a port',
    (a) => Object.assign(statOf(a, 'six', 'r2'), { addr: '[2001:db8::5]:81' }),
    'r2 of six runs with address [2001:db8::5]:81; applied is [2001:db8::5]:80.',
  ],
  [
    'a mode',
    (a) => Object.assign(statOf(a, 'web', 'BACKEND'), { mode: 'tcp' }),
    'web runs with mode tcp; applied is http.',
  ],
  [
    'a balance',
    (a) => Object.assign(statOf(a, 'web', 'BACKEND'), { algo: 'roundrobin' }),
    'web runs with balance roundrobin; applied is leastconn.',
  ],
  [
    'a missing server',
    (a) => drop(a, (s) => s.svname === 'r4' && s.pxname === 'web'),
    'r4 of web is not in the running HAProxy.',
  ],
  ['a missing service', (a) => drop(a, (s) => s.pxname === 'none'), 'none is not in the running HAProxy.'],
  [
    'an extra service',
    (a) => a.stat.push({ pxname: 'other', svname: 'FRONTEND' }, { pxname: 'other', svname: 'BACKEND' }),
    'HAProxy runs other, which is not applied.',
  ],
  [
    'an extra server',
    (a) => a.stat.push({ pxname: 'web', svname: 'r7' }),
    'HAProxy runs server r7 in web, which is not applied.',
  ],
] as [string, (a: HaproxyAnswer) => unknown, string][]) {
  test(`differs: ${what}`, () => {
    assert.deepEqual(news(withAnswer(change)), [expected])
  })
}

test('what begins with _ is our own', () => {
  const r = withAnswer((a) =>
    a.stat.push({ pxname: '_own', svname: 'BACKEND' }, { pxname: 'web', svname: '_fallback' }),
  )
  assert.deepEqual(news(r), [])
})

test('differs: nobody, or somebody else, listens where a service should', () => {
  const [, ...rest] = raw().listeners
  assert.deepEqual(news(raw({ listeners: rest })), ['Nothing listens on 127.30.0.1:5001 for connect.'])
  assert.match(news(raw({ listeners: rest.slice(1) }))[0] ?? '', /127\.30\.0\.1:5001 and 1 more for connect/)
  const beside = { address: '127.30.0.1', port: 5080, pids: [812] }
  assert.deepEqual(news(raw({ listeners: [...raw().listeners, beside] })), [
    'haproxy (process 812), which is not ours, answers on 127.30.0.1:5080 for web.',
  ])
})

test('an HAProxy in place of ours is seen though ours answers nothing', () => {
  const listeners = raw().listeners.map((l) => ({ ...l, pids: [812] }))
  const r = raw({ listeners, pids: {}, haproxy: { answer: null, answeredAt: AT - 1000, error: 'gone' } })
  assert.equal(news(r).length, 6)
  assert.match(news(r)[0] ?? '', /^haproxy \(process 812\), which is not ours, answers on 127\.30\.0\.1:5001/)
})

test('without services there is nothing to see', () => {
  assert.deepEqual(layer7.observe(noDocuments(), [], raw()), { rows: [], differences: [] })
})

/** The same answer where the services have the preset fallback, in this state; null: HAProxy has none. */
function withFallback(status: string | null, addr = '127.0.0.1:9081') {
  const items = documents.layer7.items.map((i) => {
    const { fallbackOff: _, ...data } = i.data
    return { ...i, data }
  })
  const applied = { ...documents, layer7: { ...documents.layer7, items } }
  const rendered = layer7.render(applied, sampleFacts)
  const answer = realAnswer()
  answer.info.description = digestIn(rendered[0] ?? { path: '', content: '', mode: 0o644 })
  if (status !== null)
    for (const { pxname = '' } of answer.stat.filter((s) => s.svname === 'BACKEND'))
      answer.stat.push({ pxname, svname: '_fallback', status, addr })
  const seen = raw({ haproxy: { answer, answeredAt: AT, error: null } })
  return layer7.observe(applied, rendered, seen)
}

test('where no server is left, it says that the fallback answers; no state counts the fallback (FB-01)', () => {
  const { rows, differences } = withFallback('no check')
  assert.deepEqual(
    differences.filter((d) => d.message.includes('fallback')),
    [],
  )
  const services = rows.filter((r) => r.row === 'service').map(short)
  assert.deepEqual(services.slice(0, 3), [
    'connect some: 1 of 3 servers down, 1 of 3 servers halted',
    'web down: 5 of 6 servers down, 1 of 6 servers drained; the fallback answers',
    'script some: 1 of 4 servers down, 2 of 4 servers unknown',
  ])
  assert.ok(services.includes('empty down: it has no Real Server; the fallback answers'))
  const halted = withFallback('MAINT').rows.map(short)
  assert.ok(halted.includes('empty down: it has no Real Server'), 'only what HAProxy can use')
})

test('a fallback that is missing or elsewhere is a difference', () => {
  assert.ok(
    withFallback(null).differences.some((d) =>
      d.message.includes('fallback none; applied is 127.0.0.1:9081'),
    ),
  )
  assert.ok(
    withFallback('no check', '10.0.0.9:80').differences.some((d) =>
      d.message.includes('runs with fallback 10.0.0.9:80; applied is 127.0.0.1:9081'),
    ),
  )
})
