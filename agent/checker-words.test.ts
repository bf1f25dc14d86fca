// keepalived's dump, log and notices as it really writes them (2.2.7).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dumpIn, failureIn } from './checker-words.ts'

const server = (address: string, port: number, alive: number): string => `   ------< Real server >------
   RIP = ${address}, RPORT = ${port}, WEIGHT = 1 EFF WEIGHT = 1
   initial weight = 1
   alive = ${alive}
   num failed checkers = 0`

const DUMP = `------< Global definitions >------
 Network namespace = (default)
 Router ID = 0123.abcd
------< LVS Topology >------
 ------< Virtual server >------
 VS VIP = 10.9.0.100, VPORT = 80
   Address family = inet
   protocol = TCP
   alive = 1
${server('10.9.0.3', 80, 1)}
${server('10.9.0.4', 80, 0)}
${server('10.9.0.9', 80, 0)}
 ------< Virtual server >------
 VS FWMARK = 111
   Address family = inet6
   protocol = none
   alive = 1
${server('fd09::3', 0, 1)}
------< Health checkers >------
 [10.9.0.100]:tcp:80 -> [10.9.0.3]:tcp:80
   Enabled = yes
   Up = yes
   Has run = yes
 [10.9.0.100]:tcp:80 -> [10.9.0.4]:tcp:80
   Enabled = yes
   Up = no
   Has run = yes
 [10.9.0.100]:tcp:80 -> [10.9.0.9]:tcp:80
   Enabled = yes
   Up = no
   Has run = no
`

test('the dump names its configuration, and its servers: up, down, or not checked yet', () => {
  const dump = dumpIn(DUMP)
  assert.equal(dump.id, '0123.abcd')
  assert.deepEqual(
    [...dump.up],
    [
      ['TCP 10.9.0.100:80/10.9.0.3:80', true],
      ['TCP 10.9.0.100:80/10.9.0.4:80', false],
      ['TCP 10.9.0.100:80/10.9.0.9:80', null],
      ['FWM 111/[fd09::3]:0', true],
    ],
  )
})

const SAID: [line: string, address: string, port: number, words: string][] = [
  ['TCP_CHECK on service [10.9.0.3]:tcp:83 failed.', '10.9.0.3', 83, 'TCP_CHECK failed'],
  ['Connection failed server [10.9.0.3]:tcp:80.', '10.9.0.3', 80, 'Connection failed'],
  ['HTTP status code error to server [10.9.0.3]:tcp:81.', '10.9.0.3', 81, 'HTTP status code error'],
  [
    'SSL handshake/communication error connecting to server [10.9.0.3]:tcp:82.',
    '10.9.0.3',
    82,
    'SSL handshake/communication error',
  ],
  [
    'Misc check for [[10.9.0.3]:tcp:84 VS [10.9.0.100]:tcp:80] by [/srv/scripts/slow] timed out with retry disabled.',
    '10.9.0.3',
    84,
    'Misc check by slow timed out',
  ],
  [
    'Misc check for [[10.9.0.3]:none:0 VS FWM 110] by [/usr/bin/false] failed with retry disabled (exited with status 1).',
    '10.9.0.3',
    0,
    'Misc check by false failed (exited with status 1)',
  ],
  [
    'DNS_CHECK ([10.9.0.3]:tcp:85) failed to read socket; errno 111 (Connection refused)',
    '10.9.0.3',
    85,
    'DNS_CHECK failed to read socket (Connection refused)',
  ],
  ['SMTP_CHECK Read timeout from server [10.9.0.3]:81', '10.9.0.3', 81, 'SMTP_CHECK Read timeout'],
  ['ICMP CHECK on service [fd09::45]:none:0 failed.', 'fd09::45', 0, 'ICMP CHECK failed'],
]

for (const [line, address, port, words] of SAID)
  test(`a reason: ${words}`, () =>
    assert.deepEqual(failureIn(`Fri Nov 20 11:40:35 2026: ${line}`), { address, port, words }))

test('other lines are no reasons', () => {
  assert.equal(failureIn('Fri Nov 20 11:40:36 2026: TCP connection to [10.9.0.3]:tcp:80 success.'), null)
  assert.equal(
    failureIn('Fri Nov 20 11:40:35 2026: Removing service [10.9.0.3]:none:0 from VS FWM 110'),
    null,
  )
})
