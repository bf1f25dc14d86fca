// What Drain, Halt and Online say before the click, and where they are possible.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actsFor, closing, consequenceOf, elsewhere, namesOf, serversOf } from './acts.ts'
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
  serversUp: 1,
  protocol: 'TCP',
  method: 'Layer 7',
  mode: 'Proxy',
  runs: true,
  fallback: false,
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
