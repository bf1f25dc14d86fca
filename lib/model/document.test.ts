// Digests of documents and files: the same for the same content, another for any change.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonical, type Document, digestOf, documentDigest } from './document.ts'
import { DIGEST_MARKER, type RenderedFile, renderedFile, sameFiles, seal, secretMarker } from './file.ts'

const item = (id: string, data: Record<string, unknown> = {}) => ({
  id,
  kind: 'k',
  parent: 'layer7',
  label: id,
  position: 0,
  data,
})
const doc = (...items: Document['items']): Document => ({ area: 'layer7', version: 1, items })

test('a digest is the beginning of SHA-256', () => {
  assert.equal(digestOf('abc'), 'ba7816bf8f01cfea414140de5dae2223')
})

test('order of items and keys, and undefined values, make no difference', () => {
  const a = documentDigest(doc(item('1', { x: 1, y: [1, 2] }), item('2')))
  assert.equal(a, documentDigest(doc(item('2'), item('1', { y: [1, 2], x: 1, z: undefined }))))
  for (const other of [
    doc(item('1', { x: 1, y: [2, 1] }), item('2')),
    doc(item('1', { x: '1', y: [1, 2] }), item('2')),
    doc(item('2')),
  ])
    assert.notEqual(documentDigest(other), a)
  assert.equal(canonical({ b: null, a: ['x', { d: 1, c: true }] }), '{"a":["x",{"c":true,"d":1}],"b":null}')
})

const file = (content: string, path = 'haproxy/haproxy.cfg'): RenderedFile => ({ path, content, mode: 0o644 })

test('a sealed file carries a digest of itself and its companions', () => {
  const sealed = seal(file(`a ${DIGEST_MARKER}\n`))
  assert.match(sealed.content, /^a [0-9a-f]{32}\n$/)
  assert.equal(seal(file(`a ${DIGEST_MARKER}\n`)).content, sealed.content)
  assert.notEqual(seal(file(`b ${DIGEST_MARKER}\n`)).content.slice(2), sealed.content.slice(2))
  assert.notEqual(seal(file(`a ${DIGEST_MARKER}\n`), [file('x', 'front/x')]).content, sealed.content)
})

test('files are the same when path, content and mode are', () => {
  assert.ok(sameFiles([file('a'), file('b', 'front/x')], [file('b', 'front/x'), file('a')]))
  assert.ok(!sameFiles([file('a')], [file('b')]))
  assert.ok(!sameFiles([file('a')], []))
  assert.ok(!sameFiles([file('a')], [{ ...file('a'), mode: 0o600 }]))
})

test('a file’s path stays within its generation', () => {
  for (const path of ['/etc/passwd', '../x/y', 'a/../b', 'a', 'A/b', 'a//b', 'a/b\n'])
    assert.equal(renderedFile.safeParse(file('', path)).success, false, path)
  assert.ok(renderedFile.safeParse(file(secretMarker('console-key'))).success)
})
