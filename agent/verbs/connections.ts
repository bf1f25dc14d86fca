// Verb: read the kernel's table of Layer 4 entries, a piece at a time: it may have 100,000 and none is kept.
import { open } from 'node:fs/promises'
import { entryOf } from '../../lib/areas/layer4/answers.ts'
import type {
  ConnectionEntry,
  ConnectionsAnswer,
  ConnectionsInput,
  ConnectionsWanted,
} from '../../lib/protocol/layer4.ts'
import { entryIn, filterOf, lineOf } from '../connection-lines.ts'

const TABLE = '/proc/net/ip_vs_conn'
/** The kernel gives a page at a time, and walks from the start for each: a large table takes long however it is read. */
const PIECE = 65_536

/** How long one look may go through the table, in milliseconds: a page that is open asks again and again. */
const WITHIN = 500

/** All entries, a piece of the table at a time. */
async function* pieces(): AsyncGenerator<ConnectionEntry[]> {
  const file = await open(TABLE)
  try {
    const buffer = Buffer.alloc(PIECE)
    let rest = ''
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE, null)
      if (bytesRead === 0) return
      const lines = (rest + buffer.toString('latin1', 0, bytesRead)).split('\n')
      rest = lines.pop() ?? ''
      yield lines.flatMap((line) => entryIn(line) ?? [])
    }
  } finally {
    await file.close()
  }
}

/** A window of the wanted entries, and what else there is. `open`: connections by the services' own count. */
export async function connections(
  input: ConnectionsInput,
  connectionsOpen: () => Promise<number>,
  within = WITHIN,
): Promise<Omit<ConnectionsAnswer, 'missing'>> {
  const end = performance.now() + within
  const fits = filterOf(input)
  const answer = { at: Date.now(), complete: true, total: 0, matching: 0 }
  const states: Record<string, number> = {}
  const entries: ConnectionEntry[] = []
  for await (const piece of pieces()) {
    for (const entry of piece) {
      answer.total += 1
      states[entry.state] = (states[entry.state] ?? 0) + 1
      if (!fits(entry)) continue
      if (answer.matching >= input.offset && entries.length < input.limit) entries.push(entry)
      answer.matching += 1
    }
    if (performance.now() > end) {
      answer.complete = false
      break
    }
  }
  const total = answer.complete ? answer.total : Math.max(answer.total, await connectionsOpen())
  return { ...answer, total, states, entries }
}

/** All wanted entries, however long it takes. */
export async function* entries(wanted: ConnectionsWanted): AsyncGenerator<ConnectionEntry> {
  const fits = filterOf(wanted)
  for await (const piece of pieces()) yield* piece.filter(fits)
}

/** Clients that persistence ties to servers, by `service/server`; null where the table is too large to be gone through in time. */
export async function countTemplates(within: number): Promise<ReadonlyMap<string, number> | null> {
  const end = performance.now() + within
  const counts = new Map<string, number>()
  for await (const piece of pieces()) {
    for (const entry of piece) {
      const key = entry.template ? entryOf(lineOf(entry)) : null
      if (key) counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    if (performance.now() > end) return null
  }
  return counts
}
