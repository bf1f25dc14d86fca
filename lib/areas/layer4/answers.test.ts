// What ipvsadm, keepalived and nft say is read as it is meant: texts of the real programs (ipvsadm 1.31, keepalived 2.2.7, nft 1.0.6).
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { entryOf, noticeOf, parseIpvs, rulesIn } from './answers.ts'

const table = readFileSync(join(import.meta.dirname, 'answers', 'ipvsadm-ln.txt'), 'utf8')

test('the kernel’s table: services by address and by mark, IPv4 and IPv6', () => {
  const services = parseIpvs(table)
  assert.deepEqual(
    services.map((s) => [s.key, s.scheduler, s.persistent, s.servers.map((x) => x.key).join(' ')]),
    [
      ['TCP 192.168.85.170:11112', 'wlc', 0, '192.168.85.200:11112 192.168.85.201:11112'],
      ['UDP 192.168.85.153:53', 'wrr', 0, '192.168.81.201:53'],
      ['TCP [2001:db8:85::102]:80', 'wlc', 300, '[2001:db8:85::12]:80'],
      ['FWM 791840839', 'wlc', 300, '192.168.85.201:0 192.168.85.10:9081'],
      ['FWM 1790711357', 'wlc', 300, '[2001:db8:85::11]:0'],
    ],
  )
  assert.deepEqual(services[0]?.servers[1], {
    key: '192.168.85.201:11112',
    weight: 0,
    active: 1,
    inactive: 0,
  })
  assert.deepEqual(parseIpvs(''), [])
})

test('keepalived’s lines about servers; those about services are passed over', () => {
  assert.deepEqual(noticeOf('RS [10.9.0.12]:tcp:80 [10.8.0.121]:tcp:80 UP'), {
    key: 'TCP 10.8.0.121:80/10.9.0.12:80',
    up: true,
  })
  assert.deepEqual(noticeOf('RS [10.9.0.12]:none:0 FWM 1790711357 DOWN'), {
    key: 'FWM 1790711357/10.9.0.12:0',
    up: false,
  })
  assert.equal(
    noticeOf('RS [2001:db8::c]:udp:53 [2001:db8::1]:udp:53 UP')?.key,
    'UDP [2001:db8::1]:53/[2001:db8::c]:53',
  )
  for (const line of ['VS [10.8.0.121]:tcp:80 DOWN', 'VS FWM 17 UP', '', 'RS nonsense UP'])
    assert.equal(noticeOf(line), null, line)
})

test('entries of persistence are told from connections', () => {
  for (const [line, key] of [
    [
      'TCP 04:57  ASSURED     10.8.0.20:0        10.8.0.121:80      10.9.0.12:80',
      'TCP 10.8.0.121:80/10.9.0.12:80',
    ],
    [
      'TCP 04:59  NONE        10.8.0.20:0        10.8.0.121:80      10.9.0.12:80',
      'TCP 10.8.0.121:80/10.9.0.12:80',
    ],
    [
      'IP  04:59  ASSURED     10.8.0.10:0        106.188.22.61:0    10.9.0.11:0',
      'FWM 1790711357/10.9.0.11:0',
    ],
    [
      'IP  04:59  ASSURED     [fd09::10]:0       [6abc:163d::]:0    [fd09::11]:0',
      'FWM 1790711357/[fd09::11]:0',
    ],
    ['TCP 14:59  ESTABLISHED 10.8.0.10:38478    10.8.0.121:80      10.9.0.11:80', null],
    ['pro expire state       source             virtual            destination', null],
  ] as const)
    assert.equal(entryOf(line), key, line)
})

test('which rules are loaded, and how many', () => {
  const text = `table inet fulcrum_layer4 {
\tcomment "fulcrum 89102b94ac9a38478cc809e10070bd64"
\tmap services4 {
\t\ttype ipv4_addr . inet_proto . inet_service : mark
\t\tflags interval
\t}

\tchain prerouting {
\t\ttype filter hook prerouting priority mangle; policy accept;
\t\tmeta mark set ip daddr . meta l4proto . th dport map @services4
\t}

\tchain postrouting {
\t\ttype nat hook postrouting priority srcnat; policy accept;
\t\tmeta mark @masked masquerade
\t\toifname "eth0" fib saddr type != local ct original ip daddr != @services masquerade
\t}
}
`
  assert.deepEqual(rulesIn(text), { digest: '89102b94ac9a38478cc809e10070bd64', rules: 3 })
  assert.equal(rulesIn(''), null)
})
