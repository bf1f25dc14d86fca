// What is remembered of each commit: a small file beside its generation, so that a list needs no documents.
import { join } from 'node:path'
import { changesBetween } from '../lib/areas/changes.ts'
import { changedAreas } from '../lib/areas/plan.ts'
import type { Output } from '../lib/protocol/messages.ts'
import { type CommitRecord, commitRecord } from '../lib/protocol/record.ts'
import { appliedOf, areasOf, type Generation, keptNumbers, readGeneration } from './generations.ts'
import { generationFolder, type Places } from './places.ts'
import { type FileToWrite, textOf, writeWhole } from './verbs/files.ts'

const FILE = 'commit.json'
const MOST_CHANGES = 100

const recordFile = (places: Places, n: number): string => join(generationFolder(places, n), FILE)

const write = (places: Places, record: CommitRecord): void =>
  writeWhole(recordFile(places, record.generation), JSON.stringify(record), 0o600)

/** Written with the generation, before anything runs by it. */
export function commitNote(base: Generation, next: Generation): FileToWrite {
  const changes = changesBetween(base.documents, next.documents)
  const record: CommitRecord = {
    generation: next.number,
    base: base.number,
    at: next.at ?? 0,
    author: next.author,
    areas: changedAreas(base.documents, next.documents),
    changes: changes.slice(0, MOST_CHANGES),
    changed: changes.length,
    readBack: [],
  }
  return { path: FILE, content: JSON.stringify(record), mode: 0o600 }
}

/** Puts in what was read back, once it is known. */
export function noteReadBack(places: Places, n: number, readBack: string[]): void {
  const record = recordIn(places, n)
  if (record) write(places, { ...record, readBack })
}

function recordIn(places: Places, n: number): CommitRecord | null {
  const text = textOf(recordFile(places, n))
  return text === null ? null : commitRecord.parse(JSON.parse(text))
}

/** Every commit that is kept, newest first. A generation of a release that noted nothing is left out. */
export const recordsOf = (places: Places): CommitRecord[] =>
  keptNumbers(places)
    .flatMap((n) => recordIn(places, n) ?? [])
    .reverse()

/** Areas that its release did not have yet are not among its documents. */
export function generationAnswer(places: Places, n: number): Output<'generation'> {
  if (!keptNumbers(places).includes(n)) return { applied: null }
  const whole = appliedOf(readGeneration(places, n))
  const areas = areasOf(places, n)
  return { applied: { ...whole, documents: whole.documents.filter((d) => areas.includes(d.area)) } }
}
