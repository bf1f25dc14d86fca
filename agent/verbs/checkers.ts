// Verb: hear what keepalived's checkers say: a line for every change from its FIFO, all of it from its dump, reasons from its log.
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { z } from 'zod'
import { noticeOf } from '../../lib/areas/layer4/answers.ts'
import type { CheckedHealth } from '../../lib/model/observed.ts'
import { type Dump, dumpIn, failureIn } from '../checker-words.ts'
import { type Places, unitFolder, unitLog } from '../places.ts'
import { textOf, unlessHidden, unlessMissing, writeWhole } from './files.ts'
import { childrenOf, type Process } from './processes.ts'
import { until } from './run.ts'

const ANSWER_WITHIN = 5000
const LARGEST_READ = 1_000_000

/** Folder for keepalived's FIFO and dump, closed to others. It is also its TMPDIR. */
export const meetingPlace = ({ run }: Places): string => join(run, 'layer4')
export const fifoOf = (places: Places): string => join(meetingPlace(places), 'notify')

const remembered = z.record(
  z.string(),
  z.strictObject({ up: z.boolean().nullable(), since: z.number(), reason: z.string() }),
)
type Health = Record<string, CheckedHealth>

export class Checkers {
  /** By `service key/server key`; another object whenever something changed. */
  health: Health
  private readonly places: Places
  private fifo: { socket: Socket; inode: number } | null = null
  private readFrom: number
  private readonly words = new Map<string, string>()
  private changed = false

  constructor(places: Places) {
    this.places = places
    this.health = remembered.parse(JSON.parse(textOf(this.file) ?? '{}'))
    this.readFrom = Math.max(0, sizeOf(unitLog(places, 'layer4')) - LARGEST_READ)
  }

  private get file(): string {
    return join(unitFolder(this.places, 'layer4'), 'health.json')
  }

  /** Reads the FIFO from now on, and again where keepalived has made another. Notes on the disk what has changed. */
  listen(): void {
    this.readLog()
    const found = statSync(fifoOf(this.places), { throwIfNoEntry: false })
    if (found?.isFIFO() && found.ino !== this.fifo?.inode) this.open(found.ino)
    if (!this.changed) return
    this.changed = false
    writeWhole(this.file, JSON.stringify(this.health), 0o600)
  }

  /** For reading and writing, so that it has no end when keepalived goes. */
  private open(inode: number): void {
    this.fifo?.socket.destroy()
    const fd = openSync(fifoOf(this.places), constants.O_RDWR | constants.O_NONBLOCK)
    const socket = new Socket({ fd, readable: true, writable: false })
    let rest = ''
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      this.readLog()
      for (const notice of lines.map(noticeOf)) if (notice) this.take(notice.key, notice.up)
    })
    socket.unref()
    this.fifo = { socket, inode }
  }

  /** Has keepalived tell all, and takes it over. Null when it does not. */
  async ask(keepalived: Process): Promise<Dump | null> {
    const text = await this.dump(keepalived)
    if (text === null) return null
    const dump = dumpIn(text)
    this.readLog()
    for (const [key, up] of dump.up) this.take(key, up)
    const gone = Object.keys(this.health).filter((key) => !dump.up.has(key))
    if (gone.length)
      this.replace(Object.fromEntries([...dump.up.keys()].map((k) => [k, this.health[k] ?? fresh])))
    return dump
  }

  forget(): void {
    this.replace({})
    rmSync(this.file, { force: true })
    this.changed = false
  }

  private async dump(keepalived: Process): Promise<string | null> {
    const file = join(meetingPlace(this.places), 'keepalived_check.data')
    rmSync(file, { force: true })
    const [checkers] = childrenOf(keepalived.pid)
    if (checkers === undefined) return null
    process.kill(checkers, 'SIGUSR1')
    return until(() => (isWritten(file, checkers) ? textOf(file) : null), ANSWER_WITHIN, 20)
  }

  private take(key: string, up: boolean | null): void {
    if (this.health[key]?.up === up) return
    const reason = up === false ? this.reasonFor(key) : ''
    this.replace({ ...this.health, [key]: { up, since: Date.now(), reason } })
  }

  private replace(health: Health): void {
    this.health = health
    this.changed = true
  }

  /** The last words on that very server, or else on its address: some checks name the port that they ask. */
  private reasonFor(key: string): string {
    const server = key.slice(key.indexOf('/') + 1)
    return this.words.get(server) ?? this.words.get(server.replace(/:\d+$/, '')) ?? ''
  }

  private readLog(): void {
    const lines = this.newLines()
    for (const failure of lines.map(failureIn)) {
      if (!failure) continue
      const address = failure.address.includes(':') ? `[${failure.address}]` : failure.address
      this.words.set(`${address}:${failure.port}`, failure.words)
      this.words.set(address, failure.words)
    }
    if (lines.length) this.refreshReasons()
  }

  /** A server may fail in another way than at first. */
  private refreshReasons(): void {
    const others = Object.entries(this.health).filter(
      ([key, h]) => h.up === false && this.reasonFor(key) !== '' && this.reasonFor(key) !== h.reason,
    )
    if (!others.length) return
    const now = others.map(([key, h]) => [key, { ...h, reason: this.reasonFor(key) }])
    this.replace({ ...this.health, ...Object.fromEntries(now) })
  }

  private newLines(): string[] {
    const log = unitLog(this.places, 'layer4')
    const size = sizeOf(log)
    if (size < this.readFrom) this.readFrom = 0 // it was emptied
    if (size === this.readFrom) return []
    const text = textFrom(log, Math.max(this.readFrom, size - LARGEST_READ))
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    this.readFrom = size - Buffer.byteLength(text) + Buffer.byteLength(whole)
    return whole.split('\n').filter(Boolean)
  }
}

const fresh: CheckedHealth = { up: null, since: 0, reason: '' }

export const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** What stands in the file from a place on; empty where there is no file. */
export function textFrom(file: string, place: number): string {
  const fd = unlessMissing(() => openSync(file, 'r'))
  if (fd === null) return ''
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(fd).size - place))
    return bytes.toString('utf8', 0, readSync(fd, bytes, 0, bytes.length, place))
  } finally {
    closeSync(fd)
  }
}

/** Whether the file is there and its writer has closed it. */
function isWritten(file: string, writer: number): boolean {
  if (sizeOf(file) === 0) return false
  const folder = `/proc/${writer}/fd`
  const open = unlessHidden(() => readdirSync(folder)) ?? []
  return !open.some((fd) => unlessHidden(() => readlinkSync(`${folder}/${fd}`)) === file)
}
