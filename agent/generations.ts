// Generations on the disk: written whole, pointed at by `current` and `kept`, the last fifty kept.
import { readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { roomOf } from '../lib/areas/index.ts'
import {
  AREAS,
  type AreaName,
  type Document,
  type Documents,
  document,
  emptyDocuments,
} from '../lib/model/document.ts'
import { type RenderedFile, renderedFile } from '../lib/model/file.ts'
import type { Applied } from '../lib/protocol/messages.ts'
import { generationFolder, type Places } from './places.ts'
import { readStates } from './states-file.ts'
import { type FileToWrite, linkTarget, needRoom, pointLink, textOf, writeFolder } from './verbs/files.ts'
import { withSecrets } from './verbs/secrets.ts'

const KEEP = 50
/** What the daemons write as they take a generation: a commit that has begun must not run into a full disk. In bytes. */
const ROOM = 4_000_000

/** Areas whose documents a generation holds. */
const COMMITTED = AREAS.filter((area) => !roomOf(area).apart)

export interface Generation {
  number: number
  /** Milliseconds since 1970; null for generation 0, the empty one. */
  at: number | null
  author: string
  documents: Documents
  /** As rendered, secrets as markers. */
  files: RenderedFile[]
}

const documentsFile = z.strictObject({ at: z.number(), author: z.string(), documents: z.array(document) })

export type Link = 'current' | 'kept'

/** The generation a link stands on; 0 before the first commit. */
export const numberOf = (places: Places, link: Link): number =>
  Number.parseInt(linkTarget(places[link])?.split('/').at(-1) ?? '0', 10)

export function point(places: Places, link: Link, n: number): void {
  if (n === 0) rmSync(places[link], { force: true })
  else pointLink(places[link], `generations/${n}`)
}

/** The last ones read or written, by their folders: what lies there never changes, and reading 11,000 items takes long. */
const recent = new Map<string, Generation>()
const RECENT = 2

function remember(places: Places, g: Generation): Generation {
  const folder = generationFolder(places, g.number)
  recent.delete(folder)
  recent.set(folder, g)
  for (const oldest of [...recent.keys()].slice(0, -RECENT)) recent.delete(oldest)
  return g
}

/** A new agent believes only what is on the disk. */
export const forgetGenerations = (): void => recent.clear()

/** Throws when the generation is not whole on the disk. Which servers are offline no generation says: that is read each time. */
export function readGeneration(places: Places, n: number): Generation {
  const known = recent.get(generationFolder(places, n)) ?? remember(places, readWhole(places, n))
  return { ...known, documents: { ...known.documents, 'server-state': readStates(places) } }
}

function readWhole(places: Places, n: number): Generation {
  if (n === 0) return emptyGeneration()
  const folder = generationFolder(places, n)
  const head = documentsFile.parse(JSON.parse(textOf(join(folder, 'documents.json')) ?? 'null'))
  const files = z.array(renderedFile).parse(JSON.parse(textOf(join(folder, 'files.json')) ?? 'null'))
  return { number: n, at: head.at, author: head.author, documents: byArea(head.documents), files }
}

/** One document of a generation, without a look at the rest. */
export function documentOf(places: Places, n: number, area: AreaName): Document {
  const text = textOf(join(generationFolder(places, n), 'documents.json'))
  const found = text === null ? [] : (JSON.parse(text) as { documents: Document[] }).documents
  return found.find((d) => d.area === area) ?? { area, version: roomOf(area).version, items: [] }
}

/** Areas that a generation has a document of. */
export function areasOf(places: Places, n: number): AreaName[] {
  const text = textOf(join(generationFolder(places, n), 'documents.json'))
  return documentsFile.parse(JSON.parse(text ?? 'null')).documents.map((d) => d.area)
}

const emptyGeneration = (): Generation => ({
  number: 0,
  at: null,
  author: '',
  documents: byArea([]),
  files: [],
})

/** Areas that a generation of an older release does not have are empty. */
const byArea = (documents: readonly Document[]): Documents => ({
  ...emptyDocuments((area) => roomOf(area).version),
  ...Object.fromEntries(documents.map((d) => [d.area, d])),
})

/** Writes a generation that nothing points at yet, with what is noted beside it. Secrets go into the files themselves only. */
export function writeGeneration(places: Places, g: Generation, notes: readonly FileToWrite[] = []): void {
  const head = { at: g.at ?? 0, author: g.author, documents: COMMITTED.map((area) => g.documents[area]) }
  const own = [
    { path: 'documents.json', content: JSON.stringify(head), mode: 0o600 },
    { path: 'files.json', content: JSON.stringify(g.files), mode: 0o600 },
    ...notes,
  ]
  const filled = g.files.map((f) => ({ ...f, content: withSecrets(places.secrets, f) }))
  deleteGeneration(places, g.number)
  needRoom(places.generations, ROOM + [...filled, ...own].reduce((sum, f) => sum + 2 * f.content.length, 0))
  writeFolder(generationFolder(places, g.number), [...filled, ...own])
  remember(places, g)
}

export function deleteGeneration(places: Places, n: number): void {
  recent.delete(generationFolder(places, n))
  rmSync(generationFolder(places, n), { recursive: true, force: true })
}

/** A generation that was current and had to go back: its number is not given again. */
export function setAside(places: Places, n: number): void {
  const folder = generationFolder(places, n)
  recent.delete(folder)
  rmSync(`${folder}.reverted`, { recursive: true, force: true })
  renameSync(folder, `${folder}.reverted`)
}

/** Numbers on the disk, oldest first. `whole`: without those set aside. */
function numbersIn(places: Places, whole: boolean): number[] {
  const names = readdirSync(places.generations).filter((name) => !whole || /^\d+$/.test(name))
  return names.map((name) => Number.parseInt(name, 10)).sort((a, b) => a - b)
}

export const nextNumber = (places: Places): number => (numbersIn(places, false).at(-1) ?? 0) + 1

/** Numbers of the commits that were read back and are still here, oldest first. */
export const keptNumbers = (places: Places): number[] => {
  const kept = numberOf(places, 'kept')
  return numbersIn(places, true).filter((n) => n <= kept)
}

/** Generations that a killed agent had begun to write and nothing ever pointed at. */
export const begun = (places: Places): number[] => {
  const newest = Math.max(numberOf(places, 'current'), numberOf(places, 'kept'))
  return numbersIn(places, true).filter((n) => n > newest)
}

/** Deletes all but the last fifty, never what a link stands on. */
export function pruneGenerations(places: Places): void {
  const needed = [numberOf(places, 'current'), numberOf(places, 'kept')]
  const oldest = numberOf(places, 'current') - KEEP
  for (const n of numbersIn(places, false).filter((n) => n <= oldest && !needed.includes(n))) {
    deleteGeneration(places, n)
    rmSync(`${generationFolder(places, n)}.reverted`, { recursive: true, force: true })
  }
}

/** As the console is told it. Where each of 20,000 lines came from is for the agent, when a daemon refuses one. */
export const appliedOf = (g: Generation): Applied => ({
  generation: g.number,
  at: g.at,
  author: g.author,
  documents: AREAS.map((area) => g.documents[area]),
  files: g.files.map(({ origins: _, ...file }) => file),
})
