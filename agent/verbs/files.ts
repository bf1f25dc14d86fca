// Verb: write files so that they are whole, owned and on the disk before anybody sees them.
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** Throws as a full disk does when the folder's has not so many bytes left. */
export function needRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize < bytes)
    throw Object.assign(new Error(`less than ${bytes} bytes left`), { code: 'ENOSPC' })
}

/** Written when it returns. A full disk takes nothing, and must not end the process: there is nobody else to tell. */
export function toStandardError(text: string): void {
  try {
    writeSync(2, text)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
  }
}

/** Writes by a temporary file beside it and one rename. The mode holds from the first byte on. */
export function writeWhole(path: string, content: string, mode: number): void {
  const beside = `${path}.new`
  rmSync(beside, { force: true })
  try {
    writeNew(beside, content, mode)
  } catch (error) {
    rmSync(beside, { force: true }) // half a file would fill a full disk still more
    throw error
  }
  renameSync(beside, path)
  syncFolder(dirname(path))
}

/** Writes a file that must not exist yet. */
export function writeNew(path: string, content: string, mode: number): void {
  const fd = openNew(path, content, mode)
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** The file written but not yet safe on the disk; the caller closes it. */
function openNew(path: string, content: string, mode: number): number {
  const fd = openSync(path, 'wx', mode)
  try {
    fchmodSync(fd, mode)
    const bytes = Buffer.from(content)
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
    return fd
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

/** `path` is relative to the folder it is written into. */
export interface FileToWrite {
  path: string
  content: string
  mode: number
}

/** Writes a whole folder that must not exist yet. */
export function writeFolder(folder: string, files: readonly FileToWrite[]): void {
  mkdirSync(folder, { mode: 0o755 })
  const folders = new Set([folder, dirname(folder)])
  // All are written before the first is waited for: the disk takes them together then.
  const open: number[] = []
  try {
    for (const file of files) {
      const path = join(folder, file.path)
      folders.add(dirname(path))
      mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
      open.push(openNew(path, file.content, file.mode))
    }
    for (const fd of open) fsyncSync(fd)
  } finally {
    for (const fd of open) closeSync(fd)
  }
  for (const path of folders) syncFolder(path)
}

/** Points the link elsewhere by one rename: readers see the old target or the new one, never none. */
export function pointLink(link: string, target: string): void {
  const beside = `${link}.new`
  rmSync(beside, { force: true })
  symlinkSync(target, beside)
  renameSync(beside, link)
  syncFolder(dirname(link))
}

/** One rename, which only one of all who try does; false where the file is not there any more. */
export function moveFile(from: string, to: string): boolean {
  const moved = unlessMissing(() => renameSync(from, to)) !== null
  if (moved) syncFolder(dirname(to))
  return moved
}

export const removeFile = (path: string): void => rmSync(path, { force: true })

/** The link's target, or null where there is no link. */
export const linkTarget = (link: string): string | null => unlessMissing(() => readlinkSync(link))

/** The file's text, or null where there is no file. */
export const textOf = (path: string): string | null => unlessMissing(() => readFileSync(path, 'utf8'))

/** ESRCH: a file of /proc whose process ended while we read it. */
const MISSING = ['ENOENT', 'ENOTDIR', 'ESRCH']
/** Some kernels hide some processes of others even from root. */
const HIDDEN = [...MISSING, 'EACCES', 'EPERM']

export const unlessMissing = <T>(read: () => T): T | null => unless(MISSING, read)

/** For what other processes' folders in /proc hold. */
export const unlessHidden = <T>(read: () => T): T | null => unless(HIDDEN, read)

function unless<T>(codes: readonly string[], read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof Error && 'code' in error && codes.includes(String(error.code))) return null
    throw error
  }
}

function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
