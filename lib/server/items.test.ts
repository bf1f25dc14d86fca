// Items: what is stored, what is refused, and that nobody writes over somebody else's change.
import assert from 'node:assert/strict'
import { before, mock, test } from 'node:test'
import { roomOf } from '../areas/index.ts'
import { type Document, documentDigest } from '../model/document.ts'
import { db, transaction } from './db.ts'
import { desiredDocument, withoutDrafts } from './documents.ts'
import { listItems, removeItem, saveItem } from './items.ts'
import { ensureAreas } from './seed.ts'
import { freshConsole, temporaryPlaces } from './testing/state.ts'

const anna = { user: 'anna', address: '192.0.2.7' }
const service = { label: 'DICOM-Print', address: '192.168.85.190', ports: '11112', protocol: 'tcp' }
const add = (values: Record<string, unknown>, kind = 'virtual-service', parent = 'layer7') =>
  saveItem(anna, { area: 'layer7', kind, parent, values })

temporaryPlaces()
before(freshConsole)

async function added(...args: Parameters<typeof add>): Promise<string> {
  const result = await add(...args)
  assert.ok(result.ok, result.ok ? '' : result.message)
  return result.id
}

test('a new item gets its presets, its place and an audit row; the area its digest and revision', async () => {
  const id = await added(service)
  const stored = (await listItems('layer7')).find((i) => i.id === id)
  assert.equal(stored?.label, 'DICOM-Print')
  assert.equal(stored?.rev, 1)
  assert.equal(stored?.data.persistence, 'source')
  const area = await db().area.findUniqueOrThrow({ where: { name: 'layer7' } })
  assert.equal(area.digest, documentDigest(await desiredDocument(db(), 'layer7')))
  const audit = await db().audit.findFirstOrThrow({ where: { item: id } })
  assert.deepEqual(
    [audit.user, audit.address, audit.action, audit.before],
    ['anna', '192.0.2.7', 'save', null],
  )
})

test('a field the schema refuses is said at the field, and nothing is stored', async () => {
  const result = await add({ ...service, label: 'Other', ports: '99999' })
  assert.ok(!result.ok)
  assert.equal(result.message, 'Not saved. One field needs a correction.')
  assert.deepEqual(result.problems?.[0]?.path, { area: 'layer7', field: 'ports' })
  assert.ok(!(await listItems('layer7')).some((i) => i.label === 'Other'))
})

test('a label is taken once below one parent', async () => {
  const result = await add({ ...service, address: '192.168.85.191' })
  assert.ok(!result.ok)
  assert.equal(result.problems?.[0]?.code, 'LABEL_TAKEN')
  assert.equal(result.problems?.[0]?.path.field, 'label')
})

test('a parent that is not there, or of the wrong kind, is a conflict', async () => {
  const server = { label: 'OKI-1', address: '192.168.85.200' }
  for (const parent of ['nobody', 'layer7', 'front']) {
    const result = await add(server, 'real-server', parent)
    assert.ok(!result.ok && result.conflict, parent)
  }
})

test('a stale revision is a conflict that names who changed it, and writes nothing', async () => {
  const id = await added({ ...service, label: 'Stale' })
  const change = (rev: number, ports: string) =>
    saveItem(
      { user: 'joao', address: '' },
      {
        area: 'layer7',
        kind: 'virtual-service',
        parent: 'layer7',
        id,
        rev,
        values: { ...service, label: 'Stale', ports },
      },
    )
  assert.ok((await change(1, '104')).ok)
  const late = await change(1, '105')
  assert.ok(!late.ok && late.conflict)
  assert.match(late.message, /^Not saved\. joao changed Stale at \d\d:\d\d:\d\d UTC/)
  const stored = (await listItems('layer7')).find((i) => i.id === id)
  assert.deepEqual([stored?.rev, stored?.data.ports], [2, '104'])
})

test('deleting takes what is below along, each with its deleter in the audit trail', async () => {
  const id = await added({ ...service, label: 'Gone' })
  const below = await added({ label: 'OKI-1', address: '192.168.85.200' }, 'real-server', id)
  assert.ok(!(await removeItem(anna, { area: 'layer7', id, rev: 7 })).ok)
  assert.deepEqual(await removeItem(anna, { area: 'layer7', id, rev: 1 }), { ok: true })
  assert.ok(!(await listItems('layer7')).some((i) => i.id === id || i.id === below))
  const rows = await db().audit.findMany({ where: { action: 'remove' } })
  assert.deepEqual(rows.map((r) => r.item).sort(), [id, below].sort())
  const again = await removeItem(anna, { area: 'layer7', id, rev: 1 })
  assert.ok(!again.ok && again.conflict)
})

test("an area's own root row cannot be changed or deleted", async () => {
  assert.ok(!(await removeItem(anna, { area: 'layer7', id: 'layer7', rev: 1 })).ok)
  assert.equal(await db().item.count({ where: { id: 'layer7' } }), 1)
})

test('a draft and all below it stay out of the document until its first Update', async () => {
  const id = await added({ ...service, label: 'Copy' })
  const below = await added({ label: 'OKI-1', address: '192.168.85.200' }, 'real-server', id)
  await db().item.update({ where: { id }, data: { draft: true } })
  const ids = async () => (await desiredDocument(db(), 'layer7')).items.map((i) => i.id)
  assert.ok(!(await ids()).some((i) => i === id || i === below))
  const values = { ...service, label: 'Copy' }
  await saveItem(anna, { area: 'layer7', kind: 'virtual-service', parent: 'layer7', id, rev: 1, values })
  assert.ok((await ids()).includes(below))
})

test('what lies below a draft is left out at any depth', () => {
  const rows = [
    { id: 'c', parent: 'b', draft: false },
    { id: 'a', parent: 'layer7', draft: true },
    { id: 'b', parent: 'a', draft: false },
    { id: 'd', parent: 'layer7', draft: false },
  ]
  assert.deepEqual(
    withoutDrafts(rows).map((r) => r.id),
    ['d'],
  )
})

test('settings of an older release are lifted, drafts included; those of a newer one are refused', async () => {
  const id = await added({ ...service, label: 'Old' })
  await db().item.update({ where: { id }, data: { draft: true } })
  const setVersion = (version: number) => db().area.update({ where: { name: 'layer7' }, data: { version } })
  await setVersion(0)
  const room = roomOf('layer7')
  mock.method(
    room,
    'upgrade',
    (document: Document): Document => ({
      ...document,
      version: room.version,
      items: document.items.map((i) => ({ ...i, data: { ...i.data, lifted: true } })),
    }),
  )
  await transaction(ensureAreas)
  mock.restoreAll()
  const stored = (await listItems('layer7')).find((i) => i.id === id)
  assert.deepEqual([stored?.data.lifted, stored?.draft], [true, true])
  assert.equal((await desiredDocument(db(), 'layer7')).version, room.version)
  await setVersion(room.version + 1)
  await assert.rejects(transaction(ensureAreas), /newer than this release/)
})
