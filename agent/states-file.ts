// Which servers are drained or halted: one file beside the generations, written whole, which no commit or roll-back touches.
import { roomOf } from '../lib/areas/index.ts'
import { type Document, document } from '../lib/model/document.ts'
import type { Places } from './places.ts'
import { textOf, writeWhole } from './verbs/files.ts'

const room = roomOf('server-state')

/** The last one read: as long as the file is the same, so is the document, and what was made of it holds. */
let latest: { text: string | null; document: Document } | null = null

/** The applied document; without items where nothing was ever taken offline. Throws when the file is not whole. */
export function readStates({ states }: Pick<Places, 'states'>): Document {
  const text = textOf(states)
  if (latest?.text !== text) latest = { text, document: parsed(text) }
  return latest.document
}

const parsed = (text: string | null): Document =>
  text === null
    ? { area: room.name, version: room.version, items: [] }
    : room.upgrade(document.parse(JSON.parse(text)))

/** On the disk when it returns. */
export const writeStates = ({ states }: Pick<Places, 'states'>, next: Document): void =>
  writeWhole(states, JSON.stringify(next), 0o600)
