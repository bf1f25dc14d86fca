// Copies and order: drafts with their servers, temporary labels, one place up or down; and whose change came first.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { db } from './db.ts'
import { desiredDocument } from './documents.ts'
import { duplicateItem } from './duplicate.ts'
import { listItems, removeItem, saveItem } from './items.ts'
import { moveItem } from './reorder.ts'
import { freshConsole, temporaryPlaces } from './testing/state.ts'

const anna = { user: 'anna', address: '192.0.2.7' }
const joao = { user: 'joao', address: '192.0.2.8' }
const values = { label: 'Print_Provider', address: '172.24.11.38', ports: '445', protocol: 'tcp' }

temporaryPlaces()
let service = ''

async function saved(input: Parameters<typeof saveItem>[1], author = anna): Promise<string> {
  const result = await saveItem(author, input)
  assert.ok(result.ok, result.ok ? '' : JSON.stringify(result))
  return result.id
}
const itemOf = async (id: string) =>
  (await listItems('layer7')).find((i) => i.id === id) ?? assert.fail(`${id} is not stored`)
const labels = async (kind: string, parent: string) =>
  (await listItems('layer7')).filter((i) => i.kind === kind && i.parent === parent).map((i) => i.label)

before(async () => {
  await freshConsole()
  service = await saved({ area: 'layer7', kind: 'virtual-service', parent: 'layer7', values })
  for (const [n, label] of ['PS1', 'PS2', 'PS3'].entries())
    await saved({
      area: 'layer7',
      kind: 'real-server',
      parent: service,
      values: { label, address: `172.24.11.${39 + n}` },
    })
})

test('V7-12 V7-13: a copy has everything of its original, a temporary label, and is a draft', async () => {
  const first = await duplicateItem(anna, { area: 'layer7', id: service })
  const second = await duplicateItem(anna, { area: 'layer7', id: service })
  assert.ok(first.ok && second.ok)
  const [original, copy] = [await itemOf(service), await itemOf(first.id)]
  assert.deepEqual(
    { ...copy, id: '', label: '', position: 0 },
    { ...original, id: '', label: '', position: 0, draft: true },
  )
  assert.equal(copy.label, 'Print_Provider-1')
  assert.equal((await itemOf(second.id)).label, 'Print_Provider-2')
  assert.deepEqual(await labels('real-server', first.id), ['PS1', 'PS2', 'PS3'])
})

test('a draft and its servers count for nothing until its first Update, then all of them do', async () => {
  const counts = async () => (await desiredDocument(db(), 'layer7')).items.length
  assert.equal(await counts(), 4)
  const copy = (await listItems('layer7')).find((i) => i.label === 'Print_Provider-1') ?? assert.fail()
  await saved({
    area: 'layer7',
    kind: 'virtual-service',
    parent: 'layer7',
    id: copy.id,
    rev: copy.rev,
    values: { ...copy.data, label: 'MobilityPrint', ports: '53,9163,9164' },
  })
  assert.equal(await counts(), 8)
  assert.equal((await itemOf(copy.id)).draft, undefined)
})

test('what is gone, or is no item at the top of its area, is not duplicated', async () => {
  for (const id of ['nobody', 'layer7', (await listItems('layer7'))[1]?.id ?? '']) {
    const answer = await duplicateItem(anna, { area: 'layer7', id })
    assert.ok(!answer.ok && answer.message.startsWith('Not duplicated.'), id)
  }
})

test('a server moves one place at a time, and stays at the ends', async () => {
  const ps1 = (await listItems('layer7')).find((i) => i.label === 'PS1' && i.parent === service)
  assert.ok(ps1)
  const move = (by: -1 | 1) => moveItem(joao, { area: 'layer7', id: ps1.id, by })
  for (const [by, order] of [
    [1, ['PS2', 'PS1', 'PS3']],
    [1, ['PS2', 'PS3', 'PS1']],
    [1, ['PS2', 'PS3', 'PS1']],
    [-1, ['PS2', 'PS1', 'PS3']],
  ] as const) {
    assert.ok((await move(by)).ok)
    assert.deepEqual(await labels('real-server', service), order)
  }
  assert.equal((await itemOf(ps1.id)).rev, ps1.rev, 'an open form does not hold the position')
  assert.ok((await db().audit.findFirst({ where: { action: 'move', item: ps1.id, user: 'joao' } })) !== null)
})

test('the second to save, or to delete, is told whose change came first', async () => {
  const at = Date.now()
  const change = (author: typeof anna, rev: number, ports: string) =>
    saveItem(author, {
      area: 'layer7',
      kind: 'virtual-service',
      parent: 'layer7',
      id: service,
      rev,
      values: { ...values, ports },
    })
  assert.ok((await change(joao, 1, '446')).ok)
  const late = await change(anna, 1, '447')
  assert.ok(!late.ok && late.conflict)
  assert.ok(late.theirs?.by === 'joao' && !late.theirs.deleted && (late.theirs.at ?? 0) >= at)
  const rev = (await itemOf(service)).rev
  assert.ok((await change(anna, rev, '447')).ok, 'on top of it')
  assert.ok((await removeItem(joao, { area: 'layer7', id: service, rev: rev + 1 })).ok)
  const gone = await change(anna, rev + 1, '448')
  assert.ok(!gone.ok && gone.conflict)
  assert.ok(gone.theirs?.by === 'joao' && gone.theirs.deleted && (gone.theirs.at ?? 0) >= at)
})
