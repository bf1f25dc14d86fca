// What a build made, put where it runs from: root-owned copies below the state directory, so that the checkout may be closed to others.
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Places } from '../places.ts'
import { BUILT, buildAll } from './build.ts'
import { Plain, run, say } from './tools.ts'
import type { Account } from './users.ts'

const ROOT = { uid: 0, gid: 0 }
const RELEASES_KEPT = 2

/** The directories of the design with their owners and modes. An existing one is put right. */
export function makeDirectories(places: Places, owner: Account): void {
  const make = (path: string, mode: number, { uid, gid }: { uid: number; gid: number } = ROOT) => {
    mkdirSync(path, { recursive: true })
    chownSync(path, uid, gid)
    chmodSync(path, mode)
  }
  const { state, run, agent, secrets, scripts, runner } = places
  for (const open of [state, join(state, 'release'), scripts, dirname(runner), run]) make(open, 0o755)
  for (const closed of [agent, join(agent, 'bin'), secrets]) make(closed, 0o700)
  make(join(state, 'console'), 0o700, owner)
  for (const path of [state, run]) refuseClosedParents(path)
}

/** The console's user must be able to walk down to its release, its database and the agent's socket. */
function refuseClosedParents(path: string): void {
  const closed = parentsOf(path).find((parent) => (statSync(parent).mode & 0o001) === 0)
  if (closed)
    throw new Plain(
      `${path} lies below ${closed}, which is closed to other users; the console could not reach it.`,
    )
}

const parentsOf = (path: string): string[] =>
  path === '/' ? [] : [...parentsOf(dirname(path)), dirname(path)]

/** The agent as one file, inside its own closed tree. */
export const agentBundle = ({ agent }: Places): string => join(agent, 'bin/agent.mjs')

/** Builds if need be and installs what these sources make; answers the folder of the release. Nothing to do costs only a look. */
export async function install(places: Places, digest: string): Promise<string> {
  const release = join(places.state, 'release', digest)
  const stamp = join(places.agent, 'bin/sources-digest')
  if (existsSync(release) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return release
  await buildAll(digest)
  say('Installing the release')
  await installRelease(release)
  copyWhole(join(BUILT.bundles, 'agent.mjs'), agentBundle(places), 0o600)
  copyWhole(join(BUILT.bundles, 'checks.mjs'), places.runner, 0o644)
  copyWhole(join(BUILT.bundles, 'send.cjs'), places.sender, 0o644)
  copyWhole(join(BUILT.bundles, 'login.mjs'), places.login, 0o644)
  copyWhole(join(BUILT.bundles, 'fulcrum.cjs'), places.command, 0o755)
  copyAll('agent/checks/scripts', places.scripts)
  copyAll('agent/checks/tools', places.tools)
  removeOthers(dirname(release), digest)
  writeFileSync(stamp, digest)
  return release
}

/** A root-owned copy that all can read; complete or not there at all. */
async function installRelease(release: string): Promise<void> {
  const fresh = `${release}.new`
  rmSync(fresh, { recursive: true, force: true })
  await run('cp', ['-a', BUILT.release, fresh])
  await run('chown', ['-R', 'root:root', fresh])
  await run('chmod', ['-R', 'u=rwX,go=rX', fresh])
  rmSync(release, { recursive: true, force: true })
  renameSync(fresh, release)
}

/** A file that is never seen half written. */
function copyWhole(from: string, to: string, mode: number): void {
  copyFileSync(from, `${to}.new`)
  chmodSync(`${to}.new`, mode)
  renameSync(`${to}.new`, to)
}

/** Programs that ship: readable and executable by all, writable by root alone. */
function copyAll(source: string, folder: string): void {
  for (const name of readdirSync(source)) copyWhole(join(source, name), join(folder, name), 0o755)
}

/** Older releases go, but for the last one before this. */
function removeOthers(folder: string, current: string): void {
  const byAge = readdirSync(folder)
    .filter((name) => name !== current)
    .sort((a, b) => statSync(join(folder, b)).mtimeMs - statSync(join(folder, a)).mtimeMs)
  for (const name of byAge.slice(RELEASES_KEPT - 1)) rmSync(join(folder, name), { recursive: true })
}

/** This Node, or a root-owned copy of it where it lies in a folder that the unprivileged users cannot enter. */
export function nodeForOthers(state: string): string {
  const open = parentsOf(process.execPath).every((parent) => (statSync(parent).mode & 0o001) !== 0)
  if (open) return process.execPath
  const copy = join(state, 'node')
  if (!existsSync(copy) || statSync(copy).size !== statSync(process.execPath).size)
    copyWhole(process.execPath, copy, 0o755)
  return copy
}
