// Notifications: what is accepted as an address, what must stand together, and what the agent reads of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkDocument } from '../check.ts'
import { verifyAll } from '../plan.ts'
import { documentsWith, itemOf, noDocuments, sampleFacts } from '../testing.ts'
import { NO_TARGETS, render, targetsIn } from './render.ts'

const settings = (data: Record<string, unknown>) =>
  documentsWith('notifications', [itemOf('notifications', { id: 'n', kind: 'notification-settings', data })])
const refused = (data: Record<string, unknown>): (string | undefined)[] => [
  ...new Set(checkDocument(settings(data).notifications).map((p) => p.path.field)),
]
const MAIL = {
  relay: 'mail.example.com',
  sender: 'lb1@example.com',
  recipients: 'a@example.com;b@example.com',
}

test('names and addresses as people write them', () => {
  for (const relay of ['', 'mail', 'mail.example.com', '192.168.85.25', '2001:db8::25'])
    assert.deepEqual(refused({ relay }), [], relay)
  for (const relay of [
    'mail server',
    'mail..example',
    '10.0.0',
    '10.0.0.256',
    'smtp://mail',
    '-mail',
    'a.'.repeat(130),
  ])
    assert.deepEqual(refused({ relay }), ['relay'], relay)
  for (const sender of [
    'lb1',
    '@example.com',
    'a b@example.com',
    'a@b@',
    'a@example.com, b@example.com',
    'a@x\nb',
  ])
    assert.deepEqual(refused({ sender }), ['sender'], sender)
  assert.deepEqual(refused({ recipients: 'a@example.com, nobody' }), ['recipients'])
  assert.deepEqual(refused({ recipients: Array.from({ length: 21 }, (_, i) => `a${i}@x.org`).join() }), [
    'recipients',
  ])
})

test('a webhook is a plain web address, with nothing secret in it', () => {
  for (const webhook of [
    '',
    'http://10.0.0.1/x',
    'https://a.example:8443/hooks?x=1',
    'http://[2001:db8::1]:80/',
  ])
    assert.deepEqual(refused({ webhook }), [], webhook)
  for (const webhook of [
    'ftp://a/',
    'a.example/x',
    'https://u:p@a.example/',
    'http://',
    'http://a b/',
    'file:///etc',
  ])
    assert.deepEqual(refused({ webhook }), ['webhook'], webhook)
})

test('e-mail needs relay, sender and recipients together; the missing one is named', () => {
  const missing = (data: Record<string, unknown>) =>
    verifyAll(settings(data), sampleFacts).map((p) => [p.code, p.path.field])
  assert.deepEqual(missing({}), [])
  assert.deepEqual(missing({ webhook: 'http://10.0.0.1/' }), [])
  assert.deepEqual(missing(MAIL), [])
  for (const field of ['relay', 'sender', 'recipients'])
    assert.deepEqual(missing({ ...MAIL, [field]: '' }), [['MAIL_INCOMPLETE', field]])
})

test('the agent reads where to send, and for what', () => {
  assert.deepEqual(targetsIn(render(noDocuments())), NO_TARGETS)
  assert.deepEqual(targetsIn(render(settings({ ...MAIL, servers: true }))), {
    mail: {
      host: 'mail.example.com',
      port: 25,
      from: 'lb1@example.com',
      to: ['a@example.com', 'b@example.com'],
    },
    webhook: null,
    services: true,
    servers: true,
  })
  const half = targetsIn(render(settings({ recipients: 'a@example.com', webhook: 'http://10.0.0.1/' })))
  assert.deepEqual([half.mail, half.webhook, half.services], [null, 'http://10.0.0.1/', true])
})
