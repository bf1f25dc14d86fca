// Verb: files of lines, one a day, that are only appended to and are read from their end.
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { unlessMissing } from './files.ts'

const NAME = /^(\d{4}-\d{2}-\d{2})\.ndjson$/
const NEWLINE = 0x0a
const CHUNK = 256 * 1024

const fileOf = (folder: string, day: string): string => join(folder, `${day}.ndjson`)

/** Days that have a file, as 2026-11-20, oldest first. */
export const daysIn = (folder: string): string[] =>
  (unlessMissing(() => readdirSync(folder)) ?? []).flatMap((name) => NAME.exec(name)?.[1] ?? []).sort()

export const deleteDay = (folder: string, day: string): void => rmSync(fileOf(folder, day), { force: true })

/**
 * Appends whole lines and has them on the disk; answers the file's size then. What a killed process left
 * unfinished is closed by a line end first, so that it spoils no line but its own.
 */
export function appendLines(folder: string, day: string, lines: readonly string[]): number {
  const fd = openSync(fileOf(folder, day), 'a+', 0o600)
  try {
    const { size } = fstatSync(fd)
    const bytes = Buffer.from(`${isWhole(fd, size) ? '' : '\n'}${lines.map((l) => `${l}\n`).join('')}`)
    writeAll(fd, bytes, size)
    return size + bytes.length
  } finally {
    closeSync(fd)
  }
}

/** All of it, or nothing where the disk is full: what is written again later must not stand there twice. */
function writeAll(fd: number, bytes: Buffer, size: number): void {
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
    fdatasyncSync(fd)
  } catch (error) {
    ftruncateSync(fd, size)
    throw error
  }
}

function isWhole(fd: number, size: number): boolean {
  const last = Buffer.alloc(1)
  return size === 0 || (readSync(fd, last, 0, 1, size - 1) === 1 && last[0] === NEWLINE)
}

/** The day's lines from a place in its file on. */
export const linesFrom = (folder: string, day: string, offset: number): string[] =>
  (unlessMissing(() => readFileSync(fileOf(folder, day))) ?? Buffer.alloc(0))
    .subarray(offset)
    .toString('utf8')
    .split('\n')
    .filter(Boolean)

/** Changes whenever anybody wrote to the day's file; empty where there is none. */
export function stampOf(folder: string, day: string): string {
  const found = unlessMissing(() => statSync(fileOf(folder, day), { bigint: true }))
  return found ? [found.ino, found.size, found.mtimeNs, found.ctimeNs].join() : ''
}

/** Cuts off what stands behind the last line end: what a killed process left unfinished. */
export function cutUnfinished(folder: string, day: string): void {
  const bytes = readFileSync(fileOf(folder, day))
  const whole = bytes.lastIndexOf(NEWLINE) + 1
  if (whole < bytes.length) truncateSync(fileOf(folder, day), whole)
}

/** The day's lines from the first to the last, some at a time, empty ones too. */
export async function* linesForward(folder: string, day: string): AsyncGenerator<string[]> {
  const file = await open(fileOf(folder, day)).catch(unlessGone)
  if (!file) return
  try {
    let rest = Buffer.alloc(0)
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK), 0, CHUNK)
      if (bytesRead === 0) break
      const bytes = Buffer.concat([rest, buffer.subarray(0, bytesRead)])
      const cut = bytes.lastIndexOf(NEWLINE) + 1
      rest = bytes.subarray(cut)
      if (cut > 0)
        yield bytes
          .subarray(0, cut - 1)
          .toString('utf8')
          .split('\n')
    }
    if (rest.length) yield [rest.toString('utf8')]
  } finally {
    await file.close()
  }
}

/** The day's lines from the last to the first, some at a time, so that others get their turn in between. */
export async function* linesBackward(folder: string, day: string): AsyncGenerator<string[]> {
  const file = await open(fileOf(folder, day)).catch(unlessGone)
  if (!file) return
  try {
    yield* chunksBackward(file)
  } finally {
    await file.close()
  }
}

/** Days are deleted while somebody reads. */
function unlessGone(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
  throw error
}

async function* chunksBackward(file: FileHandle): AsyncGenerator<string[]> {
  let rest = Buffer.alloc(0)
  for (let end = (await file.stat()).size; end > 0; ) {
    const start = Math.max(0, end - CHUNK)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start)
    const bytes = Buffer.concat([buffer.subarray(0, bytesRead), rest])
    const cut = start === 0 ? 0 : bytes.indexOf(NEWLINE) + 1
    // A line longer than a chunk: go on until its beginning is there.
    if (start > 0 && cut === 0) rest = bytes
    else {
      rest = bytes.subarray(0, cut)
      yield bytes.subarray(cut).toString('utf8').split('\n').filter(Boolean).reverse()
    }
    end = start
  }
}
