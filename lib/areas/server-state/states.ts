// The states of servers as their document has them, and as HAProxy's administrative state says them.
import type { Document, Item } from '../../model/document.ts'

export const SERVER_STATES = ['online', 'drained', 'halted'] as const
export type AskedState = (typeof SERVER_STATES)[number]

/** Who took a server offline, and when. */
export interface Offline {
  state: 'drained' | 'halted'
  /** Milliseconds since 1970. */
  since: number
  by: string
}

/** By the id of the server's item. Servers that are not named are online. */
export const offlineServers = (document: Document): ReadonlyMap<string, Offline> =>
  new Map(document.items.map((i) => [i.label, i.data as unknown as Offline]))

/** All that is said of these servers, as a text: it is another one when anything of that differs. */
export function saidOf(offline: ReadonlyMap<string, Offline>, servers: readonly { item: Item }[]): string {
  if (offline.size === 0) return ''
  const taken = servers.filter((s) => offline.has(s.item.id))
  return taken.length ? JSON.stringify(taken.map((s) => [s.item.id, offline.get(s.item.id)])) : ''
}

export const stateIn = (offline: ReadonlyMap<string, Offline>, server: string): AskedState =>
  offline.get(server)?.state ?? 'online'

/** Servers whose state is another in the two documents. */
export function changedServers(a: Document, b: Document): string[] {
  const [before, after] = [offlineServers(a), offlineServers(b)]
  const ids = new Set([...before.keys(), ...after.keys()])
  return [...ids].filter((id) => stateIn(before, id) !== stateIn(after, id))
}

/** The document with some of its servers as they are in the other one. */
export function withServersOf(document: Document, servers: readonly string[], other: Document): Document {
  const these = new Set(servers)
  const kept: Item[] = document.items.filter((i) => !these.has(i.label))
  return { ...document, items: [...kept, ...other.items.filter((i) => these.has(i.label))] }
}

/** HAProxy's bits of an administrative state that somebody set (`srv_admin_state`): 1 is maintenance, 8 is drain. */
export const ADMIN = { online: 0, halted: 1, drained: 8 } as const satisfies Record<AskedState, number>

export const adminState = (bits: number): AskedState =>
  bits & ADMIN.halted ? 'halted' : bits & ADMIN.drained ? 'drained' : 'online'
