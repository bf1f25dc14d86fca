// Plans: what is checked, in which order things are done, and that equal documents plan nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documentDigest } from '../model/document.ts'
import { checkDocument } from './check.ts'
import { changedAreas, planCommit, renderAll, upgradeAll, verifyAll, withDocuments } from './plan.ts'
import { documentsWith, itemOf, noDocuments, sampleFacts, sampleService } from './testing.ts'

const one = documentsWith('layer7', sampleService('DICOM-Print'))
const steps = (before: typeof one, after: typeof one) =>
  planCommit(renderAll(before, sampleFacts), after, sampleFacts).steps.map((s) =>
    'unit' in s ? `${s.do} ${s.unit}` : 'address' in s ? `${s.do} ${s.address}` : s.do,
  )

test('the first service: address, check, one reload (V7-14)', () => {
  assert.deepEqual(steps(noDocuments(), one), [
    'write',
    'check haproxy',
    'add-address 192.168.85.190',
    'switch',
    'reload haproxy',
    'read-back',
    'keep',
  ])
})

test('the last service: HAProxy stops, then the address goes', () => {
  assert.deepEqual(steps(one, noDocuments()), [
    'write',
    'switch',
    'stop haproxy',
    'read-back',
    'remove-address 192.168.85.190',
    'keep',
  ])
})

test('a web server of ours reloads alone', () => {
  const listen = itemOf('fallback', { id: 'fallback', kind: 'listener', data: { addresses: ['127.0.0.1'] } })
  assert.deepEqual(steps(one, documentsWith('fallback', [listen], one)), [
    'write',
    'check fallback',
    'switch',
    'reload fallback',
    'read-back',
    'keep',
  ])
})

test('an error stops the plan, a warning does not', () => {
  const broken = documentsWith('layer7', sampleService('a', { address: '10.99.0.5' }))
  const refused = planCommit([], broken, sampleFacts)
  assert.deepEqual([refused.problems.length, refused.steps, refused.changes], [1, [], []])
  const warned = planCommit([], documentsWith('layer7', sampleService('a').slice(0, 1)), sampleFacts)
  assert.deepEqual(
    warned.problems.map((p) => p.level),
    ['warning'],
  )
  assert.ok(warned.steps.length)
})

test('the diff has the rendered files, whole', () => {
  const { changes } = planCommit([], one, sampleFacts)
  assert.deepEqual(
    changes.map((c) => c.path),
    ['floating-ips/addresses.json', 'haproxy/haproxy.cfg'],
  )
  assert.ok(changes.every((c) => c.before === '' && c.after.length > 0))
})

test('areas compare by what they say, not by order or identity', () => {
  const reordered = withDocuments(one, [{ ...one.layer7, items: [...one.layer7.items].reverse() }])
  assert.deepEqual(changedAreas(one, reordered), [])
  assert.equal(documentDigest(one.layer7), documentDigest(reordered.layer7))
  assert.deepEqual(changedAreas(one, noDocuments()), ['layer7'])
  assert.deepEqual(upgradeAll(one), one)
})

const codes = (...items: Parameters<typeof itemOf>[1][]) =>
  checkDocument({ area: 'layer7', version: 1, items: items.map((i) => itemOf('layer7', i)) }).map(
    (p) => p.code,
  )
const good = { address: '192.168.85.190', ports: '80' }

test('documents that are not well formed are found', () => {
  assert.deepEqual(codes({ id: 'a', kind: 'virtual-service', data: good }), [])
  assert.deepEqual(codes({ id: 'a', kind: 'no-such-kind', data: good }), ['ITEM_MISPLACED'])
  assert.deepEqual(codes({ id: 'a', kind: 'real-server', parent: 'nobody', data: { address: '10.0.0.1' } }), [
    'ITEM_MISPLACED',
  ])
  assert.deepEqual(
    codes(
      { id: 'a', kind: 'virtual-service', data: good },
      { id: 'a', kind: 'virtual-service', label: 'b', data: good },
    ),
    ['ITEM_MISPLACED'],
  )
  assert.deepEqual(
    codes(
      { id: 'a', kind: 'virtual-service', data: good },
      { id: 'b', kind: 'virtual-service', label: 'a', data: good },
    ),
    ['LABEL_TAKEN'],
  )
  assert.deepEqual(codes({ id: 'a', kind: 'virtual-service', data: { ...good, other: 1 } }), [
    'FIELD_INVALID',
  ])
  assert.deepEqual(
    checkDocument({ area: 'layer7', version: 9, items: [] }).map((p) => p.code),
    ['DOCUMENT_VERSION'],
  )
})

test('rules wait until every schema holds', () => {
  const bad = documentsWith('layer7', sampleService('a', { address: 'here', ports: '70000' }))
  assert.deepEqual(
    verifyAll(bad, sampleFacts).map((p) => [p.code, p.path.field]),
    [
      ['FIELD_INVALID', 'address'],
      ['FIELD_INVALID', 'ports'],
    ],
  )
})

test('a draft is left out of the file, with its servers', () => {
  const [service] = sampleService('a')
  assert.ok(service)
  const orphan = documentsWith('layer7', [
    { ...service, draft: true },
    ...sampleService('b'),
    ...sampleService('a').slice(1),
  ])
  const text = renderAll(orphan, sampleFacts)
    .map((f) => f.content)
    .join()
  assert.ok(text.includes('server b-1 ') && !text.includes('server a-1 '))
})
