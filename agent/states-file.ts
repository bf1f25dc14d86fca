// Which servers are drained or halted: one file beside the generations, written whole, which no commit or roll-back touches.
import { roomOf } from '../lib/areas/index.ts'
import { type Document, document } from '../lib/model/document.ts'
import type { Places } from './places.ts'
import { textOf, writeWhole } from './verbs/files.ts'

const room = roomOf('server-state')

/** The applied document; without items where nothing was ever taken offline. Throws when the file is not whole. */
export function readStates({ states }: Pick<Places, 'states'>): Document {
  const text = textOf(states)
  if (text === null) return { area: room.name, version: room.version, items: [] }
  return room.upgrade(document.parse(JSON.parse(text)))
}

/** On the disk when it returns. */
export const writeStates = ({ states }: Pick<Places, 'states'>, next: Document): void =>
  writeWhole(states, JSON.stringify(next), 0o600)
