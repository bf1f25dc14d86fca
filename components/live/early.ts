// What a page will ask for, asked by a few words in its HTML while its scripts are still on their way: a page with
// thousands of rows is there the sooner. Where it guesses wrong, the page asks for itself, as ever.
import type { AreaName } from '../../lib/model/document.ts'
import { COMPRESSED } from '../../lib/protocol/item-pack.ts'
import { fullPath, jsonIn } from './address.ts'

/** The path of the event stream with these rows. */
export const streamPath = (rowsOf: string | null): string =>
  `/api/events${rowsOf === null ? '' : `?rows=${encodeURIComponent(rowsOf)}`}`

export const itemsPath = (area: AreaName): string => `/api/items?area=${area}`

/** Lists and forms of services and servers, and the id that a form's path ends with. */
const OURS = /^\/cluster-configuration\/layer-([47])-(?:virtual-services|real-servers)(?:\/([\w-]+))?$/

/** Which rows and items the page at this path (below the console's base) shows. */
export function neededAt(path: string): { rowsOf: string | null; areas: readonly AreaName[] } {
  if (path === '' || path === '/') return { rowsOf: 'all', areas: ['layer4', 'layer7'] }
  const [, layer, id] = OURS.exec(path) ?? []
  if (!layer) return { rowsOf: null, areas: [] }
  return { rowsOf: id === 'new' ? null : (id ?? 'all'), areas: [layer === '4' ? 'layer4' : 'layer7'] }
}

/** Events that came before the store was there to take them, with the moment they came at. */
type Waiting = EventSource & { kept?: MessageEvent<string>[]; rowsOf?: string | null }
declare global {
  var early: { stream?: Waiting; items: Partial<Record<AreaName, Promise<Response>>> } | undefined
}

const ACCEPT = `{headers:{accept:\`${COMPRESSED}\`}}`

/** The script; `readsItems`: whether the user may. It stands in the markup as text, where none of " ' < > & may stand. */
export function earlyScript(path: string, readsItems: boolean): string {
  const { rowsOf, areas } = neededAt(path)
  const asks = (readsItems ? areas : []).map(
    (area) => `early.items.${area}=fetch(\`${fullPath(itemsPath(area))}\`,${ACCEPT});`,
  )
  return [
    `early={items:{}};`,
    `early.stream=new EventSource(\`${fullPath(streamPath(rowsOf))}\`);`,
    `early.stream.rowsOf=${rowsOf === null ? null : `\`${rowsOf}\``};`,
    'early.stream.kept=[];early.stream.onmessage=function(m){this.kept.push(m)};',
    ...asks,
  ].join('')
}

/** A stream, which rows it has, and what it has said so far. */
export interface Early {
  source: EventSource
  rowsOf: string | null
  kept: readonly MessageEvent<string>[]
}

/** The stream that the script opened. Given once. */
export function takeStream(): Early | null {
  const source = globalThis.early?.stream
  delete globalThis.early?.stream
  if (!source || source.readyState === EventSource.CLOSED) return null
  return { source, rowsOf: source.rowsOf ?? null, kept: source.kept ?? [] }
}

/** The answer to the area's question, given once; null where it was not asked, or not answered well. */
export function takeItems(area: AreaName): Promise<unknown> | null {
  const asked = globalThis.early?.items[area]
  delete globalThis.early?.items[area]
  return asked?.then((answer) => (answer.ok ? jsonIn(answer) : null)).catch(() => null) ?? null
}
