// What a commit would do, pure: problems, files, steps and their consequence. Console and agent both ask here.
import {
  AREAS,
  type AreaName,
  type Document,
  type Documents,
  documentDigest,
  keepItems,
} from '../model/document.ts'
import type { Facts } from '../model/facts.ts'
import type { RenderedFile } from '../model/file.ts'
import type { Problem } from '../model/problem.ts'
import type { Step } from '../model/step.ts'
import { checkDocument } from './check.ts'
import { rooms } from './index.ts'

export interface FileChange {
  path: string
  before: string
  after: string
}

export interface Plan {
  problems: Problem[]
  changes: FileChange[]
  /** In the order they are done. Empty when there are errors. */
  steps: Step[]
  /** All files of all rooms as they will be. Empty when there are errors. */
  files: RenderedFile[]
}

export type Render = (documents: Documents, facts: Facts) => RenderedFile[]

/** All files of all rooms. The documents must have passed `verifyAll`. */
export const renderAll = (documents: Documents, facts: Facts): RenderedFile[] =>
  rooms.flatMap((room) => room.render(documents, facts))

/** Every problem of every area: schemas first; rules only where all schemas hold, because rules read typed items. */
export function verifyAll(documents: Documents, facts: Facts): Problem[] {
  const schema = AREAS.flatMap((area) => checkDocument(documents[area]))
  return schema.length
    ? schema
    : rooms.flatMap((room) => room.verify.flatMap((rule) => rule(documents, facts)))
}

/** Lifts every document to its room's version. */
export const upgradeAll = (documents: Documents): Documents =>
  Object.fromEntries(
    rooms.map((room) => [room.name, room.upgrade(documents[room.name])]),
  ) as unknown as Documents

/** The documents with some replaced. */
export const withDocuments = (base: Documents, replaced: readonly Document[]): Documents => ({
  ...base,
  ...Object.fromEntries(replaced.map((d) => [d.area, d])),
})

/** The documents with the very items of `known` where they say the same. */
export const keepingItems = (documents: Documents, known: Documents): Documents =>
  Object.fromEntries(
    AREAS.map((area) => [area, keepItems(documents[area], known[area])]),
  ) as unknown as Documents

/** Areas whose documents differ. */
export const changedAreas = (a: Documents, b: Documents): AreaName[] =>
  AREAS.filter((area) => a[area] !== b[area] && documentDigest(a[area]) !== documentDigest(b[area]))

/** From the files that run to what the documents say. `before` are the files of the current generation. Tests render otherwise. */
export function planCommit(
  before: readonly RenderedFile[],
  documents: Documents,
  facts: Facts,
  render: Render = renderAll,
): Plan {
  const problems = verifyAll(documents, facts)
  if (problems.some((p) => p.level === 'error')) return { problems, changes: [], steps: [], files: [] }
  const after = render(documents, facts)
  return { problems, changes: fileChanges(before, after), steps: stepsBetween(before, after), files: after }
}

/** Every file whose content differs. */
export function fileChanges(before: readonly RenderedFile[], after: readonly RenderedFile[]): FileChange[] {
  const paths = [...new Set([...before, ...after].map((f) => f.path))].sort()
  const content = (files: readonly RenderedFile[], path: string) =>
    files.find((f) => f.path === path)?.content ?? ''
  return paths
    .map((path) => ({ path, before: content(before, path), after: content(after, path) }))
    .filter((c) => c.before !== c.after)
}

/** The files that belong to a room. */
export const owned = (room: { owns: readonly string[] }, files: readonly RenderedFile[]) =>
  files.filter((f) => room.owns.includes(f.path.split('/')[0] ?? ''))

/** Addresses come up before the daemons that need them and go after the read-back; one reload a unit, however many rooms asked. */
const PHASES: readonly Step['do'][] = [
  'write',
  'check',
  'arm-undo',
  'add-address',
  'switch',
  'reload',
  'set-weights',
  'restart',
  'stop',
  'read-back',
  'remove-address',
  'keep',
]

export function stepsBetween(before: readonly RenderedFile[], after: readonly RenderedFile[]): Step[] {
  const asked = rooms.flatMap((room) => room.apply(owned(room, before), owned(room, after)))
  const frame: Step[] = [{ do: 'write' }, { do: 'switch' }, { do: 'read-back' }, { do: 'keep' }]
  const unique = new Map([...frame, ...asked].map((s) => [JSON.stringify(s), s]))
  return [...unique.values()].sort((a, b) => PHASES.indexOf(a.do) - PHASES.indexOf(b.do))
}
