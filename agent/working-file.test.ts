// The file keepalived runs, and what is read from it.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { blocksIn, digestOfId, forTest, idIn, leftovers, programsIn, workingFile } from './working-file.ts'

const DIGEST = '0123456789abcdef0123456789abcdef'
const block = (head: string, ...lines: string[]) =>
  [`virtual_server ${head} {`, ...lines.map((l) => `  ${l}`), '}'].join('\n')
const CONF = [
  `# Digest ${DIGEST}`,
  block('10.9.0.100 80', 'protocol TCP'),
  block('fd09::100 53', 'protocol UDP'),
  block('fwmark 4711', 'ip_family inet6'),
  '',
].join('\n')
const MEANS = {
  fifo: '/run/x/notify',
  scripts: '/srv/scripts',
  tools: '/srv/runner',
  scriptUser: 'fulcrum-check',
}

test('its name holds the digest of the generation and changes with the states of servers', () => {
  const text = workingFile(CONF, new Map(), MEANS)
  assert.equal(digestOfId(idIn(text)), DIGEST)
  const other = workingFile(CONF, new Map(), { ...MEANS, fifo: '/run/y/notify' })
  assert.notEqual(idIn(other), idIn(text))
  assert.equal(digestOfId(''), null)
  assert.ok(text.includes('lvs_notify_fifo') && !forTest(text).includes('lvs_notify_fifo'))
})

test('HC-18: keepalived’s own test of it ends as it should where a script runs as another user', () => {
  const folder = mkdtempSync(join(tmpdir(), 'conf-'))
  const check = 'MISC_CHECK {\n misc_path "/usr/bin/true 1"\n }'
  const conf = block(
    '10.9.0.100 80',
    'protocol TCP',
    'lvs_sched wlc',
    'lvs_method DR',
    `real_server 10.9.0.21 80 {\n ${check}\n }`,
  )
  writeFileSync(
    join(folder, 'conf'),
    forTest(workingFile(conf, new Map(), { ...MEANS, scriptUser: 'nobody' })),
  )
  const { status, signal, stderr } = spawnSync('/usr/sbin/keepalived', ['-t', '-f', join(folder, 'conf')])
  rmSync(folder, { recursive: true })
  assert.deepEqual([status, signal], [0, null], String(stderr))
})

test('services by their keys, and as ipvsadm is told of them', () => {
  assert.deepEqual(
    blocksIn(CONF).map((b) => [b.key, b.words.join(' ')]),
    [
      ['TCP 10.9.0.100:80', '-t 10.9.0.100:80'],
      ['UDP [fd09::100]:53', '-u [fd09::100]:53'],
      ['FWM 4711', '-f 4711 -6'],
    ],
  )
})

test('what a killed keepalived left behind goes where it is not the same any more', () => {
  const after = CONF.replace('ip_family inet6', 'ip_family inet6\n  ops').replace(
    block('fd09::100 53', 'protocol UDP'),
    '',
  )
  assert.deepEqual(
    leftovers(CONF, after).map((b) => b.key),
    ['UDP [fd09::100]:53', 'FWM 4711'],
  )
  assert.deepEqual(leftovers(CONF, CONF), [])
})

test('programs that checks run are found with their lines', () => {
  const line = '      misc_path "/srv/scripts/DICOM-C-ECHO 10.9.0.1 104 10.9.0.2 104"'
  assert.deepEqual(programsIn(`a\n${line}\n`), [{ program: '/srv/scripts/DICOM-C-ECHO', line }])
})
