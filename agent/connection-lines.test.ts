// The kernel's entries as it writes them, and the search among them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entryIn, filterOf } from './connection-lines.ts'

test('an entry of the kernel, as people read it', () => {
  assert.equal(
    entryIn('Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Expires PEName PEData'),
    null,
  )
  assert.deepEqual(entryIn('TCP 0A090002 86F4 0A090064 0050 0A090003 0054 SYN_RECV         57'), {
    protocol: 'TCP',
    state: 'SYN_RECV',
    expires: 57,
    client: '10.9.0.2:34548',
    virtual: '10.9.0.100:80',
    server: '10.9.0.3:84',
    template: false,
  })
})

test('persistence is told from connections; IPv6 is written short', () => {
  const line =
    'TCP fd09:0000:0000:0000:0000:0000:0000:0002 0000 fd09:0000:0000:0000:0000:0000:0000:0064 0050 fd09:0000:0000:0000:0000:0000:0000:0003 0050 NONE            296'
  const entry = entryIn(line)
  assert.equal(entry?.template, true)
  assert.equal(entry?.client, '[fd09::2]:0')
  assert.equal(entry?.server, '[fd09::3]:80')
})

test('every word of the search stands in the entry, in any case, and the state is the one asked for', () => {
  const entry = entryIn('TCP 0A090002 86F4 0A090064 0050 0A090003 0054 SYN_RECV         57')
  assert.ok(entry)
  assert.ok(filterOf({ search: ' syn_recv 10.9.0.3 ' })(entry))
  assert.ok(!filterOf({ search: '10.9.0.3 10.9.0.4' })(entry))
  assert.ok(filterOf({ state: 'SYN_RECV' })(entry))
  assert.ok(!filterOf({ state: 'ESTABLISHED' })(entry))
})
