// An area's items as they go to the browser: JSON, compressed, made once for all who ask while nothing changed. With
// thousands of items making it takes longer than all the rest of a page.
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import { type AreaName, canonical } from '../model/document.ts'
import { sentOf } from '../protocol/item-pack.ts'
import { sourcesOf, viewOfArea } from './items-view.ts'
import { live } from './live.ts'
import { shared } from './shared.ts'

const compressed = promisify(gzip)

interface Kept {
  /** All that the answer says, by identity or as text. */
  from: readonly unknown[]
  body: Promise<Buffer>
}
const kept = () => shared('items answers', () => new Map<AreaName, Kept>())

/** The answer to `GET api/items`, compressed by gzip. */
export async function itemsAnswer(area: AreaName): Promise<Buffer> {
  const sources = await sourcesOf(area)
  const { facts, ...rest } = sources
  // The machine's facts are taken anew all the time, and nearly always say the same.
  const from = [...Object.values(rest), facts && canonical({ ...facts, at: 0 }), live().generation]
  const last = kept().get(area)
  if (last && from.every((part, i) => part === last.from[i])) return last.body
  const body = compressed(JSON.stringify(sentOf(viewOfArea(area, sources))), {
    level: constants.Z_BEST_SPEED,
  })
  kept().set(area, { from, body })
  return body
}
