// Verb: the daemons, how each is started, and what all have in common.
import { join } from 'node:path'
import type { UnitName } from '../../lib/model/step.ts'
import { MAIN_FILES } from '../digests.ts'
import { makeFolder, type Places, pidFile, unitFolder, unitLog, webPrefix } from '../places.ts'
import { userIds } from './accounts.ts'
import { type Daemon, findDaemon, type Process } from './processes.ts'

const HAPROXY = '/usr/sbin/haproxy'
const NGINX = '/usr/sbin/nginx'
const KEEPALIVED = '/usr/sbin/keepalived'
export const CHECKS_USER = 'fulcrum-check'
export const LOGIN_USER = 'fulcrum-login'

export const programs: Record<UnitName, string> = {
  haproxy: HAPROXY,
  front: NGINX,
  fallback: NGINX,
  checks: process.execPath,
  layer4: KEEPALIVED,
  login: process.execPath,
}

/** Throws when the unit cannot be started at all on this machine. */
export function daemonOf(places: Places, unit: UnitName): Daemon {
  const folder = unitFolder(places, unit)
  makeFolder(folder, 0o700)
  const common = { program: programs[unit], log: unitLog(places, unit), pidFile: pidFile(places, unit) }
  // HAProxy's server-state file is named relatively: it lies in its working directory.
  if (unit === 'haproxy') return { ...common, args: haproxyArgs(places), cwd: folder }
  if (unit === 'checks')
    return { ...common, args: [places.runner, places.scripts], cwd: '/', user: checkUser() }
  if (unit === 'login') {
    const args = [places.login, places.loginConfig, join(places.run, 'login', 'login.sock')]
    return { ...common, args, cwd: '/', user: idsOf(LOGIN_USER) }
  }
  if (unit === 'layer4')
    return {
      ...common,
      args: keepalivedArgs(places, folder),
      cwd: folder,
      env: { TMPDIR: join(places.run, 'layer4') },
    }
  makeFolder(webPrefix(places, unit), 0o755)
  return { ...common, args: nginxArgs(places, unit, join(places.current, MAIN_FILES[unit])), cwd: '/' }
}

/** The unit's process, or null when it does not run. */
export const processOfUnit = (places: Places, unit: UnitName): Process | null =>
  findDaemon(daemonOf(places, unit))

const haproxyArgs = (places: Places): string[] => [
  '-W',
  '-f',
  join(places.current, MAIN_FILES.haproxy),
  '-S',
  `${places.master},mode,600,level,admin`,
]

/** The checkers alone, in the foreground, speaking to the log; it reads its working file, not the generation's. */
const keepalivedArgs = (places: Places, folder: string): string[] => [
  ...['-C', '-n', '-l', '-G', '-D'],
  ...['-f', join(folder, 'keepalived.conf')],
  ...['-p', join(places.run, 'keepalived.pid'), '-c', join(places.run, 'keepalived-checkers.pid')],
]

/** nginx stays our child's process (`daemon off`), so that its end and its pid are known as those of all others. */
export const nginxArgs = (places: Places, unit: 'front' | 'fallback', conf: string): string[] => [
  '-p',
  `${webPrefix(places, unit)}/`,
  '-c',
  conf,
  '-g',
  `daemon off; pid ${join(places.run, `${unit}-nginx.pid`)};`,
]

/** The user that check scripts and the sender of notifications run as. */
export const checkUser = (): { uid: number; gid: number } => idsOf(CHECKS_USER)

function idsOf(user: string): { uid: number; gid: number } {
  const ids = userIds(user)
  if (!ids) throw new Error(`The user ${user} does not exist; npm start makes it.`)
  return ids
}
