// Verb: check, start and reload HAProxy.
import { readdirSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { type AskedState, offlineServers, stateIn } from '../../lib/areas/server-state/states.ts'
import { digestIn, MAIN_FILES } from '../digests.ts'
import { documentOf, numberOf } from '../generations.ts'
import { Refusal, Silent } from '../machine.ts'
import { keyOf, namesIn } from '../names.ts'
import { generationFolder, type Places, unitFolder, unitLog } from '../places.ts'
import { type Known, serverState } from '../server-state.ts'
import { readStates } from '../states-file.ts'
import { textOf, writeWhole } from './files.ts'
import { ask, askProcesses, parseInfo } from './master-socket.ts'
import { startDaemon } from './processes.ts'
import { run, until } from './run.ts'
import { keepTables, keptTables, restoreTables } from './tables.ts'
import { daemonOf, processOfUnit } from './units.ts'

const ANSWER_WITHIN = 10_000

/** HAProxy's own check of a generation's file. Throws a Refusal with its line and where in the file it stands. */
export async function checkHaproxy(places: Places, folder: string): Promise<void> {
  const file = join(folder, MAIN_FILES.haproxy)
  const ended = await run('/usr/sbin/haproxy', ['-c', '-f', file], unitFolder(places, 'haproxy'))
  if (ended.code !== 0) throw refusalFrom(ended.errors)
}

/** Throws `Silent` when the HAProxy that runs does not answer: then a reload would go nowhere, or half the way. */
export async function needAnswer(places: Places): Promise<void> {
  const answers = () =>
    ask(places.master, '@1 show info')
      .then(parseInfo)
      .catch(() => null)
  if ((await until(answers, SILENT_AFTER)) === null) throw new Silent(SILENT)
}

const SILENT_AFTER = 2000
const SILENT =
  'HAProxy runs, but does not answer: it hangs, or somebody stopped it. It was not told anything. Try again once it answers; Maintenance > Restart Services > Restart HAProxy ends it and starts it anew.'

/** The first alert of HAProxy's output, as it wrote it. */
export function refusalFrom(output: string): Refusal {
  const alerts = output.split('\n').filter((line) => line.startsWith('[ALERT]'))
  const line = (alerts[0] ?? (output.trim() || 'HAProxy gave no reason.')).replace(
    /^\[ALERT\]\s+\(\d+\) : /,
    '',
  )
  const place = /\[[^\]\s]+:(\d+)\] : (.*)$/.exec(line)
  return place
    ? new Refusal('haproxy', place[2] ?? line, MAIN_FILES.haproxy, Number(place[1]))
    : new Refusal('haproxy', line, MAIN_FILES.haproxy)
}

/** What its servers were the last time anybody asked; kept for the case that it ends by itself. */
export interface LastStates {
  digest: string
  states: string
  at: number
}

export async function askStates(socket: string): Promise<LastStates> {
  const [info, states] = await Promise.all([
    ask(socket, '@1 show info'),
    ask(socket, '@1 show servers state'),
  ])
  return { digest: parseInfo(info).description ?? '', states, at: Date.now() }
}

export async function startHaproxy(
  places: Places,
  last: LastStates | null,
  ended: (how: string) => void,
): Promise<void> {
  writeStates(places, last)
  const tables = keptTables(places)
  const logFrom = sizeOf(unitLog(places, 'haproxy'))
  let end: string | null = null
  await startDaemon(daemonOf(places, 'haproxy'), (how) => {
    end = how
    ended(how)
  })
  const answers = () => ask(places.master, '@1 show info').then(parseInfo)
  const up = await until(() => (end === null ? answers().catch(() => null) : {}), ANSWER_WITHIN)
  if (end !== null || up === null) throw lastWords(places, logFrom)
  await restoreTables(places, tables)
}

/**
 * Gives the running HAProxy the files of `current`. 2.6 answers nothing to `reload`, so the list of its
 * processes is asked until it counts one more. Throws with HAProxy's words when the new worker failed: the
 * former one goes on then.
 */
export async function reloadHaproxy(places: Places): Promise<void> {
  const [states, tables, before] = await Promise.all([
    askStates(places.master).catch(() => null),
    keepTables(places),
    askProcesses(places.master),
  ])
  writeStates(places, states)
  const workers = new Set(before.workers.map((w) => w.pid))
  const logFrom = sizeOf(unitLog(places, 'haproxy'))
  await ask(places.master, 'reload')
  const after = await until(
    async () => {
      const now = await askProcesses(places.master).catch(() => null)
      if (!now || now.master.reloads <= before.master.reloads) return null
      const settled = now.master.failed > 0 || now.workers.some((w) => !w.old && !workers.has(w.pid))
      return settled ? now : null
    },
    ANSWER_WITHIN,
    10,
  )
  if (!after || after.master.failed > 0) throw lastWords(places, logFrom)
  await restoreTables(places, tables)
}

/** HAProxy's server-state file for `current`: who is offline, and how the others were the last time. */
export function writeStates(places: Places, last: LastStates | null): void {
  const config = textOf(join(places.current, MAIN_FILES.haproxy)) ?? ''
  writeWhole(
    join(unitFolder(places, 'haproxy'), 'server-state'),
    serverState(config, knownOf(places, last), offlineIn(places)),
    0o644,
  )
}

/** The servers of `current` that are drained or halted, by `proxy/server`. */
function offlineIn(places: Places): ReadonlyMap<string, AskedState> {
  const offline = offlineServers(readStates(places))
  if (offline.size === 0) return new Map()
  const names = namesIn(documentOf(places, numberOf(places, 'current'), 'layer7'))
  return new Map(
    [...names].flatMap(([id, name]) => (offline.has(id) ? [[keyOf(name), stateIn(offline, id)]] : [])),
  )
}

/** The configuration that answered is found among the generations by its digest. */
function knownOf(places: Places, last: LastStates | null): Known | null {
  if (!last) return null
  const newestFirst = readdirSync(places.generations)
    .map((name) => Number.parseInt(name, 10))
    .sort((a, b) => b - a)
  for (const n of newestFirst) {
    const config = textOf(join(generationFolder(places, n), MAIN_FILES.haproxy))
    if (config && digestIn(config) === last.digest)
      return { config, states: last.states, age: Date.now() - last.at }
  }
  return null
}

/** What the process that runs has as its description. */
export const haproxyDigest = async (places: Places): Promise<string | null> =>
  processOfUnit(places, 'haproxy') === null
    ? null
    : ask(places.master, '@1 show info').then(
        (text) => parseInfo(text).description ?? null,
        () => null,
      )

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

function lastWords(places: Places, from: number): Refusal {
  const log = Buffer.from(textOf(unitLog(places, 'haproxy')) ?? '')
  return refusalFrom(log.subarray(from).toString())
}

const LARGEST_LOG = 20_000_000

/** Empties a log that has grown too large; the daemons append, so that this is safe while they run. */
export function trimLog(file: string): void {
  if (sizeOf(file) > LARGEST_LOG) truncateSync(file, 0)
}
