// Where everything lies: every path, from the two variables FULCRUM_STATE and FULCRUM_RUN.
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { UnitName } from '../lib/model/step.ts'

/** Socket paths are cut silently by the kernel's limit of some 100 characters; ours add up to 30 to the directory. */
const LONGEST_RUN = 60

export interface Places {
  state: string
  run: string
  /** Root's own tree, closed to everybody else. */
  agent: string
  generations: string
  /** Link to the generation that is to run. */
  current: string
  /** Link to the last generation that was read back. */
  kept: string
  /** Which servers are drained or halted: beside the generations. */
  states: string
  secrets: string
  lock: string
  /** Changes that wait to be confirmed, and what became of the last. */
  confirm: string
  /** Check scripts: read and executed by fulcrum-check. */
  scripts: string
  /** The check runner's bundle: outside the agent's tree, so that fulcrum-check can read it. */
  runner: string
  /** Programs of our own that keepalived's checks use. */
  tools: string
  /** The program that sends notifications, for the same user. */
  sender: string
  /** The login unit's bundle, its configuration with the secrets in it, and where the console asks it. */
  login: string
  loginConfig: string
  loginSocket: string
  /** The command for scripts, to be copied to where it is used. */
  command: string
  /** Recorded changes of state, a file a day. */
  history: string
  /** The audit trail, a file a day. */
  audit: string
  /** Its last entry, kept apart from it: so that a file cut at its end shows. */
  auditHead: string
  /** Console and agent meet here. */
  socket: string
  /** HAProxy's master socket. */
  master: string
  /** Addresses that Fulcrum brought up. Below /run it vanishes with the addresses on a reboot. */
  addresses: string
}

/** Throws when the run directory is too long for sockets. */
export function placesFrom(env: Record<string, string | undefined>): Places {
  const state = env.FULCRUM_STATE || '/var/lib/fulcrum'
  const run = env.FULCRUM_RUN || '/run/fulcrum'
  if (run.length > LONGEST_RUN)
    throw new Error(
      `FULCRUM_RUN is longer than ${LONGEST_RUN} characters: socket paths below it would be cut.`,
    )
  const agent = join(state, 'agent')
  return {
    state,
    run,
    agent,
    generations: join(agent, 'generations'),
    current: join(agent, 'current'),
    kept: join(agent, 'kept'),
    states: join(agent, 'server-state.json'),
    secrets: join(agent, 'secrets'),
    lock: join(agent, 'lock'),
    confirm: join(agent, 'confirm'),
    scripts: join(state, 'scripts'),
    runner: join(state, 'runner', 'checks.mjs'),
    tools: join(state, 'runner'),
    sender: join(state, 'runner', 'send.cjs'),
    login: join(state, 'runner', 'login.mjs'),
    loginConfig: join(run, 'login', 'login.json'),
    loginSocket: join(run, 'login.sock'),
    command: join(state, 'runner', 'fulcrum'),
    history: join(agent, 'history'),
    audit: join(agent, 'audit'),
    auditHead: join(agent, 'audit-head.json'),
    socket: join(run, 'agent.sock'),
    master: join(run, 'haproxy', 'master.sock'),
    addresses: join(run, 'addresses.json'),
  }
}

export const generationFolder = (p: Places, n: number): string => join(p.generations, String(n))
/** A unit's log and what it keeps. */
export const unitFolder = (p: Places, unit: UnitName): string => join(p.agent, 'units', unit)
export const unitLog = (p: Places, unit: UnitName): string => join(unitFolder(p, unit), `${unit}.log`)
/** nginx's prefix: outside the closed tree, because its workers write request bodies there. */
export const webPrefix = (p: Places, unit: UnitName): string => join(p.run, unit)
export const webLog = (p: Places, unit: UnitName): string => join(webPrefix(p, unit), 'error.log')
export const pidFile = (p: Places, unit: UnitName): string => join(p.run, `${unit}.pid`)

/** Makes every directory the agent needs, with its mode. */
export function preparePlaces(p: Places): void {
  const open = [p.state, p.run, p.scripts, join(p.state, 'runner')]
  const closed = [p.agent, p.generations, p.secrets, p.history, p.audit, p.confirm, join(p.run, 'haproxy')]
  for (const folder of open) makeFolder(folder, 0o755)
  for (const folder of closed) makeFolder(folder, 0o700)
}

export function makeFolder(folder: string, mode: number): void {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, mode)
}
