// Where a page finds the console after a change, and how long there is to keep it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isNews, newAddress, secondsLeft, type Where } from './confirmation.ts'

const at = (url: string): Where => new URL(url)
const to = (addresses: string[], port: number, url: string) =>
  newAddress({ console: { addresses, port } }, at(url))

test('the same page at its new address; none where it has that already', () => {
  const page = 'https://192.168.85.100:9443/lbadmin/x'
  assert.equal(to(['0.0.0.0', '::'], 9443, page), null)
  assert.equal(to(['0.0.0.0'], 9444, page), 'https://192.168.85.100:9444/lbadmin/x')
  assert.equal(to(['192.168.85.7'], 9443, page), 'https://192.168.85.7:9443/lbadmin/x')
  assert.equal(to(['2001:db8::7'], 443, page), 'https://[2001:db8::7]/lbadmin/x')
  assert.equal(to(['192.168.85.100', '10.0.0.1'], 9443, page), null)
})

test('a name may stand for any of its addresses, and IPv6 stays in its brackets', () => {
  assert.equal(to(['10.0.0.1'], 9444, 'https://lb.example:9443/lbadmin/'), 'https://lb.example:9444/lbadmin/')
  assert.equal(to(['::'], 9444, 'https://[2001:db8::1]:9443/lbadmin/'), 'https://[2001:db8::1]:9444/lbadmin/')
  assert.equal(to(['0.0.0.0'], 443, 'https://lb.example/lbadmin/'), null)
  assert.equal(newAddress({ console: null }, at('https://lb.example/lbadmin/')), null)
})

test('seconds are whole and never below none; what was undone is news for ten minutes', () => {
  assert.deepEqual([secondsLeft({ until: 5001 }, 1000), secondsLeft({ until: 5000 }, 9000)], [5, 0])
  assert.deepEqual([isNews({ until: 0 }, 599_000), isNews({ until: 0 }, 601_000)], [true, false])
})
