// What an area's desired state is as data: documents and their items.
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { z } from 'zod'
import { remembered } from './remembered.ts'
import { same } from './same.ts'

/** Every area there is, in the order they are rendered and shown. */
export const AREAS = [
  'front',
  'fallback',
  'floating-ips',
  'layer4',
  'layer7',
  'server-state',
  'notifications',
  'external-authentication',
] as const
export const areaName = z.enum(AREAS)
export type AreaName = z.infer<typeof areaName>

/** One thing in an area: `parent` is another item's id, or the area's name for those at the top. `data` holds all fields but `label`. */
export const item = z.strictObject({
  id: z.string().min(1).max(64),
  kind: z.string().min(1).max(64),
  parent: z.string().min(1).max(64),
  label: z.string().min(1).max(255),
  position: z.int().nonnegative(),
  draft: z.boolean().optional(),
  data: z.record(z.string(), z.unknown()),
})
export type Item = z.infer<typeof item>

export const document = z.strictObject({ area: areaName, version: z.int().positive(), items: z.array(item) })
export type Document = z.infer<typeof document>

/** One document for every area; an area nobody has touched has no items. */
export type Documents = Record<AreaName, Document>

export const emptyDocuments = (version: (area: AreaName) => number): Documents =>
  Object.fromEntries(
    AREAS.map((area) => [area, { area, version: version(area), items: [] }]),
  ) as unknown as Documents

/** The first 32 hex digits of SHA-256: what documents and rendered units are compared by. */
export const digestOf = (text: string): string => bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32)

const itemDigest = remembered<Item, string>()
const wholeDigest = remembered<Document, string>()

/** The same digest for the same content, whatever the order of items or keys. An item's own is made once. */
export const documentDigest = (of: Document): string =>
  wholeDigest(of, [of.area, of.version, of.items, of.items.length], () => {
    const lines = of.items.map((i) => `${i.id} ${itemDigest(i, [], () => digestOf(canonical(i)))}`)
    return digestOf([`${of.area} ${of.version}`, ...lines.sort()].join('\n'))
  })

/**
 * The document with the very items of `known` where they say the same, so that what was made of them is not made
 * again: parsed fields, digests.
 */
export function keepItems(document: Document, known: Document): Document {
  const before = new Map(known.items.map((i) => [i.id, i]))
  const items = document.items.map((item) => {
    const was = before.get(item.id)
    return was && same(was, item) ? was : item
  })
  const unchanged = items.length === known.items.length && items.every((item, i) => item === known.items[i])
  return unchanged && document.version === known.version ? known : { ...document, items }
}

/** JSON with sorted keys and without undefined values. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, v]) => v !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`
}
