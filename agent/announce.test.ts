// An address that comes up here is known to the neighbours at once, also where another machine had it before. Needs root.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { isIPv6 } from '../lib/model/address.ts'
import { ANNOUNCE } from './verbs/announce.ts'
import { until } from './verbs/run.ts'

const NAMES = ['fulcrum-tell', 'fulcrum-told']
const ip = (...words: string[]): string => execFileSync('ip', words, { encoding: 'utf8' })
const FORMER = '02:00:00:00:00:99'

before(() => {
  const [here = '', there = ''] = NAMES
  for (const name of NAMES) ip('netns', 'add', name)
  ip('-n', here, 'link', 'add', 'lan', 'type', 'veth', 'peer', 'name', 'lan', 'netns', there)
  for (const [i, name] of NAMES.entries()) {
    ip('-n', name, 'addr', 'add', `10.97.0.${i + 1}/24`, 'dev', 'lan')
    ip('-n', name, 'addr', 'add', `fd97::${i + 1}/64`, 'dev', 'lan', 'nodad')
    ip('-n', name, 'link', 'set', 'lan', 'up')
  }
})

after(() => {
  for (const name of NAMES) ip('netns', 'del', name)
})

for (const address of ['10.97.0.50', 'fd97::50'])
  test(`${isIPv6(address) ? 'unsolicited neighbour advertisement' : 'gratuitous ARP'}: the neighbour forgets the former holder of ${address}`, async () => {
    const [here = '', there = ''] = NAMES
    const mine = /link\/ether (\S+)/.exec(ip('-n', here, 'link', 'show', 'lan'))?.[1] ?? 'none'
    ip('-n', there, 'neigh', 'add', address, 'lladdr', FORMER, 'nud', 'stale', 'dev', 'lan')
    ip(
      '-n',
      here,
      'addr',
      'add',
      `${address}/${isIPv6(address) ? '128' : '32'}`,
      'dev',
      'lan',
      ...(isIPv6(address) ? ['nodad'] : []),
    )
    // A card that has just come up takes no IPv6 for a second or two.
    const heard = await until(
      () => {
        ip('netns', 'exec', here, 'perl', '-e', ANNOUNCE, 'lan', address)
        return ip('-n', there, 'neigh', 'show', address).includes(mine) || null
      },
      6000,
      300,
    )
    assert.ok(heard, ip('-n', there, 'neigh', 'show', address))
  })
