// The check runner: what it takes, what it answers, and that nothing outlives its time.
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { soon } from '../testing/traffic.ts'
import { processOf } from '../verbs/processes.ts'
import { parseCheck, runCheck } from './runner.ts'
import { serveChecks } from './server.ts'

let folder: string
const script = (name: string, body: string) => {
  writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`)
  chmodSync(join(folder, name), 0o755)
}
const run = (name: string) =>
  runCheck(folder, { script: name, args: ['127.0.0.1', '80', '127.0.0.2', '8080'] })

before(() => {
  folder = mkdtempSync('/tmp/fulcrum-checks-')
})
after(() => rmSync(folder, { recursive: true }))

test('only a script by its name, two addresses and two ports are understood', () => {
  const good = 'DICOM-C-ECHO 192.168.85.190 11112 2001:db8::1 104'
  assert.deepEqual(parseCheck(good), {
    script: 'DICOM-C-ECHO',
    args: ['192.168.85.190', '11112', '2001:db8::1', '104'],
  })
  for (const bad of [
    '',
    '../sh 127.0.0.1 1 127.0.0.1 1',
    'a/b 127.0.0.1 1 127.0.0.1 1',
    'x localhost 1 127.0.0.1 1',
    'x 127.0.0.1 0 127.0.0.1 1',
    'x 127.0.0.1 1 127.0.0.1 65536',
    'x 127.0.0.1 1 127.0.0.1 1 more',
    'x 127.0.0.1 1 127.0.0.1 $(id)',
  ])
    assert.equal(parseCheck(bad), null, bad)
})

test('success is up, failure is down with the first line the script said', async () => {
  script('arguments', '[ "$*" = "127.0.0.1 80 127.0.0.2 8080" ]')
  assert.equal(await run('arguments'), 'up\n')
  script('says-why', 'echo "no answer, # really"; echo more; exit 3')
  assert.equal(await run('says-why'), 'down #no answer    really\n')
  script('says-nothing', 'exit 3')
  assert.equal(await run('says-nothing'), 'down #ended with code 3\n')
  assert.equal(await run('absent'), 'down #there is no check script absent\n')
})

test('after 2.8 seconds it is down, and everything the script started is ended', async () => {
  const pids = join(folder, 'pids')
  script('hangs', `sleep 60 & echo $! > ${pids}; sleep 61`)
  const start = Date.now()
  assert.equal(await run('hangs'), 'down #hangs had no answer within 2.8 s\n')
  assert.ok(Date.now() - start < 3000)
  await soon('its child is gone', () => processOf(Number(readFileSync(pids, 'utf8'))) === null, 1000)
})

test('the door answers ping, checks, and nonsense', async () => {
  script('fine', 'exit 0')
  const server = await serveChecks(0, folder)
  const address = server.address()
  const port = address && typeof address === 'object' ? address.port : 0
  const say = (line: string) => {
    const connection = connect(port, '127.0.0.1', () => connection.write(line))
    return text(connection)
  }
  assert.equal(await say('ping\n'), 'pong\n')
  assert.equal(await say('fine 127.0.0.1 80 127.0.0.2 8080\n'), 'up\n')
  script('talks', 'echo "asked for $3 $4"; echo badly >&2; exit 3')
  const tried = JSON.parse(await say('?talks 127.0.0.1 80 127.0.0.2 8080\n'))
  assert.deepEqual(tried, { code: 3, output: 'asked for 127.0.0.2 8080\nbadly\n', failure: null })
  assert.match(await say('rm -rf /\n'), /^down #/)
  await new Promise((resolve) => server.close(resolve))
})
