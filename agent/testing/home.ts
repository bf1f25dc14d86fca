// Tests: a state and a run directory of their own, with scripts, check runner and certificate, and their end.
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { takeDown } from '../down.ts'
import { takeLock } from '../lock.ts'
import { type Places, placesFrom, preparePlaces } from '../places.ts'
import { until } from '../verbs/run.ts'
import { bundle } from './bundle.ts'

/** The user the check runner runs as; npm start makes it. */
function needUser(name: string): void {
  if (readFileSync('/etc/passwd', 'utf8').includes(`\n${name}:`)) return
  execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', name])
}

/** The check runner's port is fixed: agents without a network namespace of their own take turns. */
const TURN = '/tmp/fulcrum-agent-tests.lock'
let giveTurn = () => {}

async function takeTurn(): Promise<void> {
  const take = () => {
    try {
      return takeLock(TURN)
    } catch {
      return null // another test has it
    }
  }
  const taken = await until(take, 100_000, 200)
  if (!taken) throw new Error(`${TURN} was not given free`)
  giveTurn = taken
}

/** Fresh places. Nothing runs there yet. `shared`: in the machine's own network namespace, one test at a time. */
export async function makeHome(shared: 'shared' | 'own namespace'): Promise<Places> {
  if (shared === 'shared') await takeTurn()
  needUser('fulcrum-check')
  needUser('fulcrum-login')
  const state = mkdtempSync('/tmp/fulcrum-state-')
  const places = placesFrom({ FULCRUM_STATE: state, FULCRUM_RUN: mkdtempSync('/tmp/fulcrum-run-') })
  preparePlaces(places)
  installScript(places, 'DICOM-C-ECHO', new URL('../checks/scripts/DICOM-C-ECHO', import.meta.url).pathname)
  await bundle('checks/main.ts', places.runner)
  await bundle('sender/main.ts', places.sender)
  makeCertificate(places)
  return places
}

export function installScript(places: Places, name: string, from: string): void {
  copyFileSync(from, join(places.scripts, name))
  chmodSync(join(places.scripts, name), 0o755)
}

export function writeScript(places: Places, name: string, text: string): void {
  writeFileSync(join(places.scripts, name), `#!/bin/sh\n${text}\n`)
  chmodSync(join(places.scripts, name), 0o755)
}

function makeCertificate(places: Places): void {
  const key = join(places.secrets, 'console-key')
  const certificate = join(places.secrets, 'console-certificate')
  const wanted = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  execFileSync('openssl', [...wanted, '-subj', '/CN=test', '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  })
}

/** Ends everything that runs there, and deletes it. The agent must have ended. */
export async function endHome(places: Places): Promise<void> {
  if (existsSync(places.state)) await takeDown(places)
  rmSync(places.state, { recursive: true, force: true })
  rmSync(places.run, { recursive: true, force: true })
  giveTurn()
}
