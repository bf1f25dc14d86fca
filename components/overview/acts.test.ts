// What Drain, Halt and Online say before the click, and where they are possible.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actsFor, asOfNow, elsewhere, namesOf, serversOf, sharedAddresses } from './acts.ts'
import { closing, consequenceOf, effectOf, nameOfAll } from './consequence.ts'
import type { ServerLine, ServiceLine } from './lines.ts'
import { UNKNOWN } from './states.ts'

const common = { look: UNKNOWN, ports: '80', connections: 3, reason: '', since: null, stale: false }
const server = (
  service: string,
  label: string,
  state: ServerLine['state'] = 'up',
  address = label,
): ServerLine => ({
  ...common,
  key: `layer7/${service}/${label}`,
  item: `${service}-${label}`,
  service,
  label,
  address,
  state,
  weight: 100,
})
const service = (label: string, ...servers: ServerLine[]): ServiceLine => ({
  ...common,
  key: `layer7/${label}`,
  item: label,
  label,
  address: '10.0.0.9',
  servers,
  serverCount: servers.length,
  serversUp: 1,
  protocol: 'TCP',
  method: 'Layer 7',
  mode: 'Proxy',
  runs: true,
  fallback: false,
  standIn: null,
})

const [p1, p2, p5] = [
  server('Dispatcher', 'P1'),
  server('Dispatcher', 'P2', 'down'),
  server('Dispatcher', 'P5'),
]
const print = server('Print', 'PS1', 'up', 'P1')
const lines = [service('Dispatcher', p1, p2, p5), service('Print', print, server('Print', 'PS2'))]

test('what is not possible is not there', () => {
  const acts = (state: ServerLine['state']) => actsFor({ state })
  assert.deepEqual(acts('up'), ['drained', 'halted'])
  assert.deepEqual(acts('down'), ['drained', 'halted'])
  assert.deepEqual(acts('drained'), ['online', 'halted'])
  assert.deepEqual(acts('halted'), ['online'])
  assert.deepEqual(acts(null), [])
})

test('a service that is left without a server is named; one that keeps some says which', () => {
  assert.deepEqual(consequenceOf([p1, p5], 'drained', lines), {
    grave: true,
    text: 'Draining both leaves Dispatcher no server for new connections.',
  })
  assert.deepEqual(consequenceOf([p1], 'halted', lines), {
    grave: false,
    text: 'Dispatcher keeps 1 of 3 servers: P5.',
  })
  assert.equal(
    consequenceOf([p1, print], 'drained', lines).text,
    'Each of the 2 services keeps a server that is up.',
  )
  assert.equal(
    consequenceOf(serversOf(lines), 'halted', lines).text,
    'Halting all 5 leaves Dispatcher and Print no server for new connections.',
  )
  assert.equal(consequenceOf([p1], 'online', lines).text, 'P1 takes new clients again.')
})

test('SO-12 SO-13: who answers in the place of the last server is said before; without a fallback nobody', () => {
  const [first, second] = [
    { ...service('Dispatcher', p1), standIn: true },
    { ...service('Print', print), standIn: false },
  ]
  const said = (...of: ServiceLine[]) => consequenceOf(serversOf(of), 'drained', of).text
  assert.match(said(first), /leaves Dispatcher no server for new connections: its fallback would answer\.$/)
  assert.match(said(second), /leaves Print no server for new connections: clients would be refused\.$/)
  assert.match(said(first, { ...second, standIn: true }), /: their fallbacks would answer\.$/)
  assert.match(
    said(first, second),
    /: the fallback of Dispatcher would answer, clients of Print would be refused\.$/,
  )
  assert.match(said(first, { ...second, standIn: null }), /no server for new connections\.$/)
})

test('SO-12 SO-13: everywhere is named by its address, and rows that are gone drop out', () => {
  assert.equal(nameOfAll([p1], false), 'P1')
  assert.equal(nameOfAll([p1, p2], false), '2 servers')
  assert.equal(nameOfAll([p1, print], true), 'P1 everywhere')
  assert.equal(nameOfAll([p1, p2], true), '2 addresses everywhere')
  assert.deepEqual(asOfNow([p1, p5], [service('Dispatcher', p5)]), [p5])
  assert.deepEqual([...sharedAddresses(serversOf(lines))], ['P1'])
  assert.deepEqual([...sharedAddresses([p1, { ...print, state: null }])], [])
})

test('what happens to the connections there are, for each act', () => {
  assert.equal(effectOf([p1], 'halted'), '3 connections close now, and no new one is accepted.')
  assert.equal(
    effectOf([{ ...p1, connections: null }], 'halted'),
    'Open connections close now, and no new one is accepted.',
  )
  assert.equal(
    effectOf([p1], 'drained'),
    'No new client comes; those tied by persistence and 3 open connections go on.',
  )
  assert.equal(
    effectOf([{ ...p1, connections: 0 }], 'drained'),
    'No new client comes; those tied by persistence go on.',
  )
  assert.equal(effectOf([p1], 'online'), '')
})

test('everywhere is every other row of the same address, whatever its label and service', () => {
  assert.deepEqual(elsewhere([p1], lines), [print])
  assert.deepEqual(elsewhere([p1, print], lines), [])
  assert.equal(namesOf([p1, print]), 'P1 of Dispatcher and PS1 of Print')
  const waits = service('Waits', server('Waits', 'W1', null, 'P1'))
  assert.deepEqual(elsewhere([p1], [...lines, waits]), [print])
})

test('connections that a halt closes; nobody makes up a number', () => {
  assert.equal(closing([p1, p5]), 6)
  assert.equal(closing([p1, { ...p5, connections: null }]), null)
})
