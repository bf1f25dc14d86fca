// Secrets typed into forms: the agent gets them, and nobody else ever sees more than a name.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { isSecretName } from '../model/secret.ts'
import type { Exported } from '../protocol/history.ts'
import { db } from './db.ts'
import { listItems, saveItem } from './items.ts'
import { databaseFile } from './places.ts'
import { FakeAgent } from './testing/agent.ts'
import { freshConsole, temporaryPlaces } from './testing/state.ts'
import { exportAll, importPlan } from './transfer.ts'

const AREA = 'external-authentication'
const anna = { user: 'anna', address: '192.0.2.7' }
const SECRET = 'hunter2-and-more'
const OTHER = 'correct horse battery'
const radius = (secret: string, more: Record<string, unknown> = {}) => ({
  ...{ label: 'Tokens', type: 'radius', servers: '10.0.0.7', secret, ...more },
})
let agent: FakeAgent

temporaryPlaces()
before(async () => {
  await freshConsole()
  agent = new FakeAgent()
  await agent.listen()
})
after(() => agent.close())

const save = (values: Record<string, unknown>, known: { id?: string; rev?: number } = {}) =>
  saveItem(anna, { area: AREA, kind: 'directory', parent: AREA, values, ...known })
const stored = async () => (await listItems(AREA))[0]

test('the agent keeps what was typed, the item its name; neither database nor audit have the secret', async () => {
  const saved = await save(radius(SECRET))
  assert.ok(saved.ok)
  const name = (await stored())?.data.secret
  assert.ok(isSecretName(name))
  assert.deepEqual([...agent.secrets], [[name, SECRET]])
  await db().$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)')
  assert.ok(!readFileSync(databaseFile()).includes(SECRET))
  assert.ok(!JSON.stringify(await db().audit.findMany()).includes(SECRET))
})

test('a name that comes back stays; another text is a new secret, also one that looks like a name', async () => {
  const before = await stored()
  assert.ok(before && isSecretName(before.data.secret))
  const known = { id: before.id, rev: before.rev }
  assert.ok((await save(radius(before.data.secret, { retries: 1 }), known)).ok)
  assert.equal((await stored())?.data.secret, before.data.secret)
  for (const typed of [OTHER, `item-${'f'.repeat(32)}`]) {
    const now = await stored()
    assert.ok(now && (await save(radius(typed), { id: now.id, rev: now.rev })).ok)
    const name = String((await stored())?.data.secret)
    assert.notEqual(name, typed)
    assert.equal(agent.secrets.get(name), typed)
  }
})

test('what is refused is not kept', async () => {
  const count = agent.secrets.size
  const refused = await save(radius(SECRET, { label: 'Other', servers: '' }))
  assert.ok(!refused.ok && refused.problems?.every((p) => p.path.field === 'servers'))
  assert.equal(agent.secrets.size, count)
})

test('a file that is exported names no secret; one that is imported keeps ours, and can name none', async () => {
  const file: Exported = await exportAll()
  const text = JSON.stringify(file)
  const name = String((await stored())?.data.secret)
  assert.ok(text.includes('Tokens') && !text.includes(name))
  const smuggled = JSON.parse(
    text.replace('"type":"radius"', `"type":"radius","secret":"item-${'0'.repeat(32)}"`),
  )
  const plan = await importPlan(smuggled)
  assert.deepEqual(plan.refused, [])
  assert.ok(!JSON.stringify(plan).includes(`item-${'0'.repeat(32)}`))
  const bare = JSON.parse(text.replace('"type":"radius"', '"type":"radius","secret":"plain"'))
  assert.equal((await importPlan(bare)).refused.length, 1)
})

test('without the agent a secret is not saved, and it is said why', async () => {
  await agent.close()
  const refused = await save(radius(SECRET, { label: 'Later' }))
  assert.ok(!refused.ok)
  assert.match(refused.message, /^Not saved\. The agent does not answer/)
  agent = new FakeAgent()
  await agent.listen()
})
