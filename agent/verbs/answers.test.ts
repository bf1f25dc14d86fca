// What programs and the kernel answer, read: from answers that HAProxy 2.6.12, nginx 1.22 and Linux gave.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bindsIn, digestIn, lineNumberAt } from '../digests.ts'
import { refusalFrom } from './haproxy.ts'
import { parseInfo, parseProcesses, parseStat } from './master-socket.ts'
import { refusalFrom as nginxRefusal } from './nginx.ts'
import { parseSockets } from './sockets.ts'

test('show proc: master, workers, old workers', () => {
  const answer = `#<PID>          <type>          <reloads>       <uptime>        <version>
6906            master          3 [failed: 1]   1d02h05m58s     2.6.12-1+deb12u4
# workers
7936            worker          1               0d00h00m03s     2.6.12-1+deb12u4
# old workers
7900            worker          2               0d00h01m03s     2.6.12-1+deb12u4
# programs
`
  assert.deepEqual(parseProcesses(answer), {
    master: { pid: 6906, reloads: 3, failed: 1 },
    workers: [
      { pid: 7936, old: false, uptimeSeconds: 3 },
      { pid: 7900, old: true, uptimeSeconds: 63 },
    ],
  })
  assert.throws(() => parseProcesses(''))
})

test('show info and show stat; a comma in quotes is no separator', () => {
  assert.deepEqual(parseInfo('Name: HAProxy\ndescription: a: b\n\n'), {
    Name: 'HAProxy',
    description: 'a: b',
  })
  assert.throws(() => parseInfo('\n'))
  assert.deepEqual(parseStat('# pxname,svname,last_agt,\nA,s1,"say ""no"", now",\nA,s2,,\n\n'), [
    { pxname: 'A', svname: 's1', last_agt: 'say "no", now', '': '' },
    { pxname: 'A', svname: 's2', last_agt: '', '': '' },
  ])
})

test('an alert of HAProxy: its words and the line', () => {
  const refusal = refusalFrom(`[NOTICE]   (7993) : haproxy version is 2.6.12-1+deb12u4
[ALERT]    (7993) : config : parsing [/x/haproxy.cfg:25] : unknown keyword 'bogus' in 'listen' section
[ALERT]    (7993) : config : Error(s) found in configuration file : /x/haproxy.cfg`)
  assert.equal(refusal.message, "unknown keyword 'bogus' in 'listen' section")
  assert.equal(refusal.lineNumber, 25)
  assert.equal(refusalFrom('[ALERT]    (1) : Starting proxy A: cannot bind socket').lineNumber, null)
})

test('an error of nginx: its words and the line', () => {
  const refusal = nginxRefusal(
    'front',
    'nginx: [emerg] unknown directive "x" in /state/front/nginx.conf:12\n',
  )
  assert.deepEqual([refusal.message, refusal.lineNumber], ['unknown directive "x"', 12])
})

test('the kernel’s listeners of both families', () => {
  const table = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1E64 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 167 1 0000000041 100 0 0 10 0
   1: 0100007F:1E64 0100007F:D2F0 01 00000000:00000000 00:00000000 00000000     0        0 168 1 0000000041 100 0 0 10 0
   2: B80D0120000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 169 1 0000000041 100 0 0 10 0`
  assert.deepEqual(parseSockets(table), [
    { address: '127.0.0.1', port: 7780, inode: '167' },
    { address: '2001:db8::1', port: 80, inode: '169' },
  ])
})

test('where a configuration listens; a section named by digits is no address', () => {
  const text = `peers _tables
    peer _self 127.0.0.1:7778
listen 80 from _tcp
    bind 10.0.0.1:5011-5025 transparent
    bind [2001:db8::1]:80 transparent
    listen 0.0.0.0:9443 ssl http2;`
  assert.deepEqual(
    bindsIn(text).map((b) => [b.address, ...b.ports, lineNumberAt(text, b.at)]),
    [
      ['127.0.0.1', 7778, 7778, 2],
      ['10.0.0.1', 5011, 5025, 4],
      ['2001:db8::1', 80, 80, 5],
      ['0.0.0.0', 9443, 9443, 6],
    ],
  )
})

test('the digest a configuration carries', () => {
  const digest = '0123456789abcdef0123456789abcdef'
  assert.equal(digestIn(`global\n    description "${digest}"\n`), digest)
  assert.equal(digestIn(`location = /.fulcrum-digest {\n set $digest "${digest}";\n}`), digest)
  assert.equal(digestIn('nothing'), null)
})
