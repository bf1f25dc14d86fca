// Verb: give the login unit its configuration, start it, have it read that again, and ask which one it runs.
import { chmodSync, chownSync, rmSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { digestIn, MAIN_FILES } from '../digests.ts'
import { Refusal } from '../machine.ts'
import { makeFolder, type Places, pidFile } from '../places.ts'
import { groupId, userIds } from './accounts.ts'
import { linkTarget, pointLink, textOf, writeWhole } from './files.ts'
import { endProcess, signal, startDaemon } from './processes.ts'
import { until } from './run.ts'
import { daemonOf, LOGIN_USER, processOfUnit } from './units.ts'

const CONSOLE_GROUP = 'fulcrum'

/** Where it has its configuration and its socket: its own folder, which the console may walk through. */
const folderOf = (places: Places): string => join(places.run, 'login')

/** Lays down what is current, for its user alone: the generations are closed to it. */
function layConfig(places: Places): void {
  const ids = userIds(LOGIN_USER)
  if (!ids) throw new Refusal('login', `The user ${LOGIN_USER} does not exist; npm start makes it.`)
  const folder = folderOf(places)
  makeFolder(folder, 0o750)
  chownSync(folder, ids.uid, groupId(CONSOLE_GROUP) ?? ids.gid)
  chmodSync(folder, 0o2750) // what is made in it, its socket too, is of the console's group
  const content = textOf(join(places.current, MAIN_FILES.login)) ?? ''
  writeWhole(places.loginConfig, content, 0o400)
  chownSync(places.loginConfig, ids.uid, ids.gid)
  if (linkTarget(places.loginSocket) !== 'login/login.sock') pointLink(places.loginSocket, 'login/login.sock')
}

export async function startLogin(places: Places, ended: (how: string) => void): Promise<void> {
  if (textOf(places.login) === null)
    throw new Refusal('login', `The login unit is not installed at ${places.login}.`)
  layConfig(places)
  let end: string | null = null
  await startDaemon(daemonOf(places, 'login'), (how) => {
    end = how
    ended(how)
  })
  const up = await until(
    async () => (end !== null || (await loginDigest(places)) !== null ? true : null),
    5000,
  )
  if (end !== null || up === null) throw new Refusal('login', end ?? 'It was started and does not answer.')
}

/** Returns when it answers from the current configuration. Logins under way go on; an outdated one is started anew. */
export async function reloadLogin(places: Places, ended: (how: string) => void): Promise<void> {
  const running = processOfUnit(places, 'login')
  if (!running || isOutdated(places)) {
    if (running) await endProcess(running)
    return startLogin(places, ended)
  }
  layConfig(places)
  signal(running, 'SIGHUP')
  const wanted = digestIn(textOf(join(places.current, MAIN_FILES.login)) ?? '')
  const taken = await until(async () => ((await loginDigest(places)) === wanted ? true : null), 5000)
  if (taken === null) throw new Refusal('login', 'It did not take the new configuration.')
}

/** What it leaves: the console must see that there is no directory, and secrets have no business here any more. */
export function clearLogin(places: Places): void {
  rmSync(places.loginSocket, { force: true })
  rmSync(folderOf(places), { recursive: true, force: true })
}

/** Whether another bundle was installed since it was started. */
function isOutdated(places: Places): boolean {
  const started = statSync(pidFile(places, 'login'), { throwIfNoEntry: false })
  const installed = statSync(places.login, { throwIfNoEntry: false })
  return Boolean(started && installed && started.mtimeMs < installed.mtimeMs)
}

const digestAnswer = z.strictObject({ digest: z.string() })

/** What it answers; null when it does not within a second. An outdated one answers with no digest at all. */
export function loginDigest(places: Places): Promise<string | null> {
  return new Promise((resolve) => {
    const asked = request(
      { socketPath: places.loginSocket, path: '/digest', timeout: 1000, agent: false },
      (answer) =>
        text(answer).then(
          (body) => resolve(digestInAnswer(body)),
          () => resolve(null),
        ),
    )
    asked.on('timeout', () => asked.destroy())
    asked.on('error', () => resolve(null))
    asked.end()
  })
}

const digestInAnswer = (body: string): string | null => {
  const found = digestAnswer.safeParse(JSON.parse(body))
  return found.success ? found.data.digest : null
}

/** The same for whoever asks whether it is as it should be. */
export const loginDigestNow = async (places: Places): Promise<string | null> =>
  isOutdated(places) ? 'outdated' : loginDigest(places)
