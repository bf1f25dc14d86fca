// Verb: check, start, reload and ask nginx.
import { get as getPlain, type IncomingMessage } from 'node:http'
import { get as getTls } from 'node:https'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { RenderedFile } from '../../lib/model/file.ts'
import { UNIT_TITLES } from '../../lib/model/step.ts'
import { digestOfUnit, MAIN_FILES, mainFile, type WebUnit, webAddress } from '../digests.ts'
import { Refusal } from '../machine.ts'
import { type Places, unitLog, webLog } from '../places.ts'
import { textOf } from './files.ts'
import { layPage } from './pages.ts'
import { leftoversOf, signal, startDaemon } from './processes.ts'
import { run, until } from './run.ts'
import { daemonOf, nginxArgs, processOfUnit } from './units.ts'

/** nginx's own check of a generation's file. Throws a Refusal with its line and where in the file it stands. */
export async function checkNginx(places: Places, unit: WebUnit, folder: string): Promise<void> {
  const args = nginxArgs(places, unit, join(folder, MAIN_FILES[unit]))
  daemonOf(places, unit) // its prefix must be there
  const ended = await run('/usr/sbin/nginx', ['-t', '-q', ...args])
  if (ended.code !== 0) throw refusalFrom(unit, ended.errors)
}

export function refusalFrom(unit: WebUnit, output: string): Refusal {
  const lines = output.split('\n').filter((line) => line.includes('[emerg]'))
  const line = (lines[0] ?? (output.trim() || 'nginx gave no reason.')).replace(
    /^.*\[emerg\] (\d+#\d+: )?/,
    '',
  )
  const place = / in \S+:(\d+)$/.exec(line)
  return place
    ? new Refusal(unit, line.slice(0, place.index), MAIN_FILES[unit], Number(place[1]))
    : new Refusal(unit, line, MAIN_FILES[unit])
}

export async function startNginx(places: Places, unit: WebUnit, ended: (how: string) => void): Promise<void> {
  if (unit === 'fallback') layPage(places)
  let end: string | null = null
  await startDaemon(daemonOf(places, unit), (how) => {
    end = how
    ended(how)
  })
  const files = currentFiles(places, unit)
  const up = await until(() => (end === null ? webDigest(files, unit) : 'ended'), 5000)
  if (end !== null) throw refusalFrom(unit, lastLine(places, unit))
  if (up === null) throw new Refusal(unit, `${UNIT_TITLES[unit]} was started and does not answer.`)
}

/** Workers outlive a master that was killed. SIGQUIT: they close their ports and finish what they are answering. */
export async function endLeftovers(places: Places, unit: WebUnit): Promise<void> {
  const daemon = daemonOf(places, unit)
  for (const worker of leftoversOf(daemon)) signal(worker, 'SIGQUIT')
  const gone = await until(() => (leftoversOf(daemon).length === 0 ? true : null), 1000)
  if (gone === null) for (const worker of leftoversOf(daemon)) signal(worker, 'SIGKILL')
}

/** nginx answers nothing to a reload: it is asked until it gives the digest of `current`. */
export async function reloadNginx(places: Places, unit: WebUnit): Promise<void> {
  if (unit === 'fallback') layPage(places)
  const running = processOfUnit(places, unit)
  if (!running) throw new Refusal(unit, `${UNIT_TITLES[unit]} does not run.`)
  process.kill(running.pid, 'SIGHUP')
  const files = currentFiles(places, unit)
  const wanted = digestOfUnit(files, unit)
  const taken = await until(async () => ((await webDigest(files, unit)) === wanted ? true : null), 5000)
  if (taken === null) throw refusalFrom(unit, lastLine(places, unit))
}

/** nginx writes to its own log once it has read its configuration, before that to its output. */
const lastLine = (places: Places, unit: WebUnit): string =>
  [webLog(places, unit), unitLog(places, unit)]
    .map((file) => (textOf(file) ?? '').trim().split('\n').at(-1) ?? '')
    .find((line) => line !== '') ?? ''

function currentFiles(places: Places, unit: WebUnit): RenderedFile[] {
  const content = textOf(join(places.current, MAIN_FILES[unit])) ?? ''
  return [{ path: MAIN_FILES[unit], content, mode: 0o644 }]
}

/** What the running web server answers as its digest; null when it does not answer within 2 seconds. */
export async function webDigest(files: readonly RenderedFile[], unit: WebUnit): Promise<string | null> {
  const answer = await askWeb(files, unit, '/.fulcrum-digest')
  return answer?.status === 200 ? hexIn(answer.body.toString()) : null
}

const hexIn = (text: string): string | null => /[0-9a-f]{32}/.exec(text)?.[0] ?? null

/** One GET as a client on this machine makes it; null when nobody answers within 2 seconds. */
export function askWeb(
  files: readonly RenderedFile[],
  unit: WebUnit,
  path: string,
): Promise<{ status: number; body: Buffer } | null> {
  const where = webAddress(files, unit)
  if (!where) return Promise.resolve(null)
  const options = {
    ...where,
    path,
    // The digest is told to loopback only, so we come from there to whichever address it listens on.
    localAddress: where.host.includes(':') ? '::1' : '127.0.0.1',
    agent: false,
    timeout: 2000,
    // The certificate may be anybody's: this asks a process of our own which file it runs.
    rejectUnauthorized: false,
  } as const
  return new Promise((resolve) => {
    const answer = (response: IncomingMessage) =>
      buffer(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, body }),
        () => resolve(null),
      )
    const get = /\sssl\b/.test(mainFile(files, unit)?.content ?? '') ? getTls : getPlain
    const request = get(options, answer)
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(null))
  })
}
