// Verb: talk to HAProxy over its master socket.
import { connect } from 'node:net'
import type { HaproxyAnswer } from '../../lib/model/observed.ts'
import { Room } from './room.ts'
import { pause } from './run.ts'
import { StatReader } from './stat-reader.ts'

/** Rooms that nobody uses now. One that had to hold a rare long answer is given up. */
const rooms: Room[] = []
const LARGEST_ROOM = 4_000_000

/** One command, its whole answer. Rejects when nobody answers within `limit` milliseconds. */
export async function ask(socket: string, command: string, limit?: number): Promise<string> {
  const room = rooms.pop() ?? new Room()
  const answer = (await askBytes(socket, command, limit, room)).toString()
  if (room.capacity <= LARGEST_ROOM) rooms.push(room)
  return answer
}

/** The same as bytes, in `room`. */
async function askBytes(socket: string, command: string, limit = 2000, room = new Room()): Promise<Buffer> {
  for (const end = Date.now() + limit; ; await pause(BUSY)) {
    const left = Math.max(1, end - Date.now())
    const answer = await askOnce(socket, command, left, room).catch((error) =>
      isBusy(error) && left > BUSY ? null : error,
    )
    if (answer instanceof Error) throw isBusy(answer) ? new Error(SILENT) : answer
    if (answer !== null) return answer
  }
}

const SILENT = 'HAProxy does not answer.'

/** The master takes ten connections at a time; then the kernel says "try again" before anything was sent. In ms. */
const BUSY = 10
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EAGAIN'

/** Every part of every answer is read here, and copied before the next one comes. */
const part = Buffer.alloc(65_536)

/** The half-close after the command matters: without it the connection hangs after a reload. */
function askOnce(socket: string, command: string, limit: number, room: Room): Promise<Buffer> {
  room.clear()
  const onread = {
    buffer: part,
    callback: (size: number) => {
      room.add(part.subarray(0, size))
      return true
    },
  }
  return new Promise((resolve, reject) => {
    const connection = connect({ path: socket, allowHalfOpen: true, onread }, () =>
      connection.end(`${command}\n`),
    )
    const timer = setTimeout(() => connection.destroy(new Error(SILENT)), limit)
    connection.on('end', () => resolve(room.taken))
    connection.on('error', reject)
    connection.on('close', () => clearTimeout(timer))
  })
}

export type Processes = Pick<HaproxyAnswer, 'master' | 'workers'>

export const askProcesses = async (socket: string): Promise<Processes> =>
  parseProcesses(await ask(socket, 'show proc'))

/** Reads `show proc`. Throws on an answer without a master. */
export function parseProcesses(text: string): Processes {
  let master: Processes['master'] | null = null
  const workers: Processes['workers'] = []
  let old = false
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) old = line.includes('old workers')
    const [pid = '', type] = line.trim().split(/\s+/)
    if (type === 'master') master = masterOf(line)
    if (type === 'worker') workers.push({ pid: Number(pid), old, uptimeSeconds: uptimeOf(line) })
  }
  if (!master) throw new Error('HAProxy did not say which processes it has.')
  return { master, workers }
}

function masterOf(line: string): Processes['master'] {
  const m = /^(\d+)\s+master\s+(\d+)(?:\s+\[failed: (\d+)\])?/.exec(line)
  return { pid: Number(m?.[1]), reloads: Number(m?.[2]), failed: Number(m?.[3] ?? 0) }
}

function uptimeOf(line: string): number {
  const m = /(\d+)d(\d+)h(\d+)m(\d+)s/.exec(line)
  return m ? ((Number(m[1]) * 24 + Number(m[2])) * 60 + Number(m[3])) * 60 + Number(m[4]) : 0
}

/** What is asked of all processes at every look. */
export type Asked = Omit<HaproxyAnswer, 'administrative' | 'entries'>

/** Everything a look needs. Only CSV: the JSON answer is fifty times as long. */
export async function askAll(socket: string, reader = new StatReader()): Promise<Asked> {
  const processes = await askProcesses(socket)
  const old = processes.workers.filter((w) => w.old)
  const [info, stat, ...oldStats] = await Promise.all([
    ask(socket, '@1 show info'),
    askBytes(socket, '@1 show stat', undefined, reader.room).then(() => reader.read(Date.now())),
    // An old worker may end between the two questions.
    ...old.map((w) => askBytes(socket, `@!${w.pid} show stat`).catch(() => Buffer.alloc(0))),
  ])
  return { ...processes, info: parseInfo(info), stat, oldConnections: openConnections(oldStats) }
}

/** Reads `show info`. Throws when a worker did not answer. */
export function parseInfo(text: string): Record<string, string> {
  const pairs = text
    .split('\n')
    .map((line) => /^([^:]+): ?(.*)$/.exec(line))
    .filter((m) => m !== null)
  if (pairs.length === 0) throw new Error('No worker of HAProxy answers.')
  return Object.fromEntries(pairs.map((m) => [m[1] ?? '', m[2] ?? '']))
}

/** Reads `show stat`: one record a line, by the names of the header. */
export function parseStat(text: string): Record<string, string>[] {
  const [header = '', ...lines] = text.split('\n').filter(Boolean)
  const names = header.replace(/^# /, '').split(',')
  return lines.map((line) => {
    const cells = splitCsv(line)
    const record: Record<string, string> = {}
    // A loop: with a hundred cells a line everything else takes several times as long.
    for (let i = 0; i < names.length; i++) record[names[i] ?? ''] = cells[i] ?? ''
    return record
  })
}

/** Almost no line has quotes; only those that do are read with care. */
function splitCsv(line: string): string[] {
  if (!line.includes('"')) return line.split(',')
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) =>
    m[1] === undefined ? (m[2] ?? '') : m[1].replaceAll('""', '"'),
  )
}

/** Open connections by `proxy/server`, from answers of old workers to `show stat`: thousands of lines, nearly all of which say 0. */
export function openConnections(answers: readonly Buffer[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [proxy, name, , , open] of answers.flatMap(busyLines)) {
    const key = `${proxy}/${name}`
    sums[key] = (sums[key] ?? 0) + Number(open)
  }
  return sums
}

const [NEWLINE, COMMA, ZERO] = [10, 44, 48] as const

/** The first five cells of each line whose fifth, `scur`, is not 0: HAProxy's names hold neither commas nor quotes. */
function busyLines(answer: Buffer): string[][] {
  const lines: string[][] = []
  for (let start = answer.indexOf(NEWLINE) + 1; start > 0; ) {
    let at = start
    for (let commas = 0; commas < 4 && at < answer.length; at++) if (answer[at] === COMMA) commas++
    const digit = answer[at] ?? COMMA
    if (digit > ZERO && digit <= ZERO + 9)
      lines.push(
        answer
          .toString('utf8', start, at + 12)
          .split(',')
          .slice(0, 5),
      )
    start = answer.indexOf(NEWLINE, start) + 1
  }
  return lines
}
