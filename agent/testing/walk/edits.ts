// Tests: one edit of the Layer 7 items, as a person makes it: added, modified, renamed, copied, moved, deleted.
import { realServer, virtualService } from '../../../lib/areas/layer7/schema.ts'
import type { Item } from '../../../lib/model/document.ts'
import { temporaryLabel } from '../../../lib/model/labels.ts'
import type { Random } from './random.ts'
import {
  ECHO_PORT,
  freshServer,
  freshService,
  HEALTHY,
  HTTP_PORT,
  harmlessChange,
  serverChange,
  serviceChange,
} from './values.ts'

export interface Edited {
  items: Item[]
  /** What was done, for who reads the walk. */
  words: string
}

const SERVICE = virtualService.name
const SERVER = realServer.name
const MOST_SERVICES = 8
const MOST_SERVERS = 6

/** Services that clients use all the time; of each its server `always` stays as it is. */
export const LOADED = ['web', 'echo']
const isAnchor = (item: Item): boolean => LOADED.some((s) => item.id === `${s}.always`)
export const isLoaded = (item: Item): boolean =>
  LOADED.includes(item.kind === SERVICE ? item.id : item.parent)

export const servicesIn = (items: readonly Item[]) => items.filter((i) => i.kind === SERVICE)
export const serversIn = (items: readonly Item[], service?: string) =>
  items.filter((i) => i.kind === SERVER && (service === undefined || i.parent === service))

const following = (siblings: readonly Item[]): number => Math.max(-1, ...siblings.map((s) => s.position)) + 1
const replaced = (items: readonly Item[], ...now: Item[]): Item[] =>
  items.map((i) => now.find((n) => n.id === i.id) ?? i)

type Edit = (items: readonly Item[], random: Random, id: string) => Edited | null

/** The item with its kind's defaults, or null where its schema refuses a value. */
export function filled(item: Item): Item | null {
  const kind = item.kind === SERVICE ? virtualService : realServer
  const result = kind.schema.safeParse({ label: item.label, ...item.data })
  if (!result.success) return null
  const { label: _, ...data } = result.data
  return { ...item, data: JSON.parse(JSON.stringify(data)) }
}

const addService: Edit = (items, random, id) => {
  const services = servicesIn(items)
  if (services.length >= MOST_SERVICES) return null
  const data = virtualService.presets(freshService(random))
  const label = `${random.pick(['Print', 'web.shop', 'a:b_c'])}-${id}`
  const item = filled({ id, kind: SERVICE, parent: 'layer7', label, position: following(services), data })
  return item && { items: [...items, item], words: `service ${label} added` }
}

const addServer: Edit = (items, random, id) => {
  const service = random.pick(servicesIn(items))
  const siblings = serversIn(items, service.id)
  if (siblings.length >= MOST_SERVERS) return null
  const data = isLoaded(service) ? healthy(service, random) : freshServer(random)
  const label = `rs-${id}`
  const item = filled({ id, kind: SERVER, parent: service.id, label, position: following(siblings), data })
  return item && { items: [...items, item], words: `server ${label} added to ${service.label}` }
}

const healthy = (service: Item, random: Random) => ({
  address: random.pick(HEALTHY),
  port: service.id === 'web' ? HTTP_PORT : ECHO_PORT,
  weight: random.below(257),
})

const modifyService: Edit = (items, random) => {
  const service = random.pick(servicesIn(items))
  const [name, value] = isLoaded(service) ? harmlessChange(random) : serviceChange(random)
  return modified(items, service, name, value)
}

const modifyServer: Edit = (items, random) => {
  const server = someServer(items, random)
  if (!server) return null
  const [name, value] = isLoaded(server) ? ['weight', random.below(257)] : serverChange(random)
  return modified(items, server, String(name), value)
}

/** The first Update of a draft ends it. */
function modified(items: readonly Item[], item: Item, name: string, value: unknown): Edited | null {
  const { draft: _, ...rest } = item
  const now = filled({ ...rest, data: { ...item.data, [name]: value } })
  return now && { items: replaced(items, now), words: `${item.label}: ${name} is ${JSON.stringify(value)}` }
}

const rename: Edit = (items, random, id) => {
  const item = random.pick(items.filter((i) => !i.draft))
  const label = `${random.pick(['renamed', 'N.', 'x:y_z-'])}${id}`
  return { items: replaced(items, { ...item, label }), words: `${item.label} renamed to ${label}` }
}

const duplicate: Edit = (items, random, id) => {
  const services = servicesIn(items)
  if (services.length >= MOST_SERVICES) return null
  const original = random.pick(services)
  const label = temporaryLabel(
    original.label,
    services.map((s) => s.label),
  )
  const copy: Item = { ...original, id, label, position: following(services), draft: true }
  const servers = serversIn(items, original.id).map((s, n) => ({ ...s, id: `${id}.${n}`, parent: id }))
  return { items: [...items, copy, ...servers], words: `${original.label} duplicated as ${label}` }
}

/** A draft gets a place of its own, and with that its first Update. */
const finishDraft: Edit = (items, random) => {
  const drafts = items.filter((i) => i.draft)
  if (drafts.length === 0) return null
  const { draft: _, ...service } = random.pick(drafts)
  const now = filled({ ...service, data: { ...service.data, ...freshService(random) } })
  return now && { items: replaced(items, now), words: `draft ${service.label} updated` }
}

const move: Edit = (items, random) => {
  const item = random.pick(items)
  const siblings = items.filter((i) => i.parent === item.parent && i.kind === item.kind)
  const other = random.pick(siblings)
  const swapped = [
    { ...item, position: other.position },
    { ...other, position: item.position },
  ]
  return { items: replaced(items, ...swapped), words: `${item.label} changes places with ${other.label}` }
}

const removeServer: Edit = (items, random) => {
  const server = someServer(items, random)
  return server && { items: items.filter((i) => i !== server), words: `server ${server.label} deleted` }
}

const removeService: Edit = (items, random) => {
  const services = servicesIn(items).filter((s) => !isLoaded(s))
  if (services.length === 0) return null
  const { id, label } = random.pick(services)
  return { items: items.filter((i) => i.id !== id && i.parent !== id), words: `service ${label} deleted` }
}

/** Any but those that must stay. */
function someServer(items: readonly Item[], random: Random): Item | null {
  const servers = serversIn(items).filter((s) => !isAnchor(s))
  return servers.length ? random.pick(servers) : null
}

const EDITS: readonly (readonly [weight: number, edit: Edit])[] = [
  [3, addService],
  [5, addServer],
  [10, modifyService],
  [7, modifyServer],
  [3, rename],
  [2, duplicate],
  [2, finishDraft],
  [3, move],
  [3, removeServer],
  [1, removeService],
]

/** One edit that every schema takes, or null where chance found none. `id` names what it may add. */
export function someEdit(items: readonly Item[], random: Random, id: string): Edited | null {
  return random.weighted(EDITS)(items, random, id)
}
