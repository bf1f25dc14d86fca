// The file keepalived really runs: who is drained or halted in it, what stands in for nobody, and what the real nft and keepalived make of it.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Documents } from '../../model/document.ts'
import type { Offline } from '../server-state/states.ts'
import { documentsWith, itemOf, sampleFacts, sampleLayer4 } from '../testing.ts'
import { rulesIn } from './answers.ts'
import { marksOf } from './marks.ts'
import { render } from './render.ts'
import { ruleCount, TABLE } from './rules.ts'
import { withStates } from './working.ts'

const folder = mkdtempSync(join(tmpdir(), 'layer4-'))
after(() => rmSync(folder, { recursive: true }))

const means = { fifo: '/x/fifo', scripts: '/x/scripts', tools: '/x/tools', scriptUser: 'root' }
const two = (data: Record<string, unknown> = {}, address = '192.168.85.202') =>
  documentsWith('layer4', [
    ...sampleLayer4('a', data),
    itemOf('layer4', { id: 'b c/é', label: 'b', kind: 'real-server', parent: 'a', data: { address } }),
  ])
const confOf = (documents: Documents) => render(documents, sampleFacts)[0]?.content ?? ''
type States = Record<string, 'drained' | 'halted'>
const working = (documents: Documents, states: States = {}) =>
  withStates(
    confOf(documents),
    new Map(
      Object.entries(states).map(([id, state]): [string, Offline] => [id, { state, since: 1, by: '' }]),
    ),
    means,
  )
/** Servers with their weights; `*` where keepalived keeps one in the table, whatever happens. */
const serversIn = (text: string) =>
  [...text.matchAll(/^ {2}real_server (\S+) \d+ {\n {4}weight (\d+)(\n {4}inhibit_on_failure)?/gm)].map(
    ([, address, weight, stays]) => `${address} ${weight}${stays ? '*' : ''}`,
  )

/** keepalived's own check: any finding is a failure. */
function accepted(text: string): void {
  const path = join(folder, 'keepalived.conf')
  writeFileSync(path, text)
  execFileSync('keepalived', ['-t', '-f', path], { stdio: 'pipe' })
}

test('drained: weight 0 and never out of the table; halted: not there', () => {
  assert.deepEqual(serversIn(working(two())), ['192.168.85.201 100', '192.168.85.202 100'])
  assert.deepEqual(serversIn(working(two(), { 'b c/é': 'drained' })), [
    '192.168.85.201 100',
    '192.168.85.202 0*',
  ])
  assert.deepEqual(serversIn(working(two(), { 'a-1': 'halted' })), ['192.168.85.202 100'])
})

test('nobody left: a server that never passes stands there, so that the fallback comes (FB-02)', () => {
  for (const [states, rest] of [
    [{ 'a-1': 'drained', 'b c/é': 'drained' }, ['192.168.85.201 0*', '192.168.85.202 0*']],
    [{ 'a-1': 'halted', 'b c/é': 'drained' }, ['192.168.85.202 0*']],
    [{ 'a-1': 'halted', 'b c/é': 'halted' }, []],
  ] as const) {
    const text = working(two(), states)
    assert.deepEqual(serversIn(text), [...rest, '192.0.2.1 1'])
    accepted(text)
  }
  const off = working(two({ check: 'off' }))
  assert.deepEqual(serversIn(off), ['192.0.2.1 1'])
  accepted(off)
})

const everyFate: States[] = [
  {},
  { 'a-1': 'drained', 'b c/é': 'drained' },
  { 'a-1': 'halted', 'b c/é': 'halted' },
]

test('every kind of service is accepted by keepalived with its servers online, drained and gone', () => {
  for (const data of [
    { ports: '80' },
    { ports: '80,81', forwarding: 'nat' },
    { ports: '80', protocol: 'ops', forwarding: 'snat' },
    { ports: '80-90', protocol: 'tcpudp' },
  ])
    for (const states of everyFate) accepted(working(two(data), states))
  const v6 = documentsWith(
    'layer4',
    sampleLayer4('a', { address: '2001:db8:85::100' }, { address: '2001:db8:85::11' }),
  )
  assert.deepEqual(serversIn(working(v6, { 'a-1': 'halted' })), ['100::1 1'])
  accepted(working(v6, { 'a-1': 'halted' }))
})

test('the places of this machine stand in it, and the first of all the user of scripts', () => {
  const text = working(two({ check: 'external', checkScript: 'DICOM-C-ECHO' }))
  assert.match(
    text,
    /^global_defs {\n {2}script_user root\n {2}enable_script_security\n {2}lvs_notify_fifo \/x\/fifo root\n/,
  )
  assert.match(text, /misc_path "\/x\/scripts\/DICOM-C-ECHO 192\.168\.85\.170 80 192\.168\.85\.201 80"/)
  assert.doesNotMatch(text, /@/)
  assert.equal(working(two()).split(confOf(two()))[1], '', 'the rest is as it was rendered')
})

test('a mark is a matter of the item alone, and is told apart', () => {
  const ids = Array.from({ length: 2000 }, (_, i) => `service-${i}`)
  const marks = marksOf(ids)
  assert.equal(new Set(marks.values()).size, ids.length)
  assert.ok([...marks.values()].every((m) => m >= 0x1000000 && m <= 0x7fffffff))
  assert.equal(marksOf(['service-7']).get('service-7'), marks.get('service-7'))
  assert.deepEqual(marksOf([...ids].reverse()).get('service-9'), marks.get('service-9'))
})

test('the kernel takes the rules as they are written, and tells them apart by their digest (FW-04)', () => {
  const documents = documentsWith(
    'layer4',
    [itemOf('layer4', { id: 'x', kind: 'advanced', data: { autoNat: 'eth0' } })],
    two({ ports: '80,81', forwarding: 'snat' }),
  )
  const [, rules] = render(documents, sampleFacts)
  assert.ok(rules)
  const path = join(folder, 'rules.nft')
  writeFileSync(path, rules.content)
  const loaded = `nft -f ${path} && nft -f ${path} && nft -t list table inet ${TABLE}`
  const said = execFileSync('unshare', ['-n', 'sh', '-c', loaded], { encoding: 'utf8' })
  const digest = /fulcrum ([0-9a-f]{32})/.exec(rules.content)?.[1]
  assert.deepEqual(rulesIn(said), { digest, rules: 3 })
  assert.equal(ruleCount(rules.content), 3)
})
