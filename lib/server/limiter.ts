// Slows down guessing: logins are counted by user and address, by user, and by network, each before the password is looked at.
import { isAddress, isIPv6, networkOf } from '../model/address.ts'
import { type Database, db, type Transaction } from './db.ts'

interface Limit {
  /** First part of its keys. */
  name: 'pair' | 'user' | 'network'
  /** Wrong tries until the pause. */
  most: number
  /** How long a try is remembered, and how long the pause lasts. In ms. */
  within: number
  pause: number
}

const MINUTE = 60_000
/** One person mistyping, guesses at one user from everywhere, one network guessing at everybody. */
export const LIMITS = {
  pair: { name: 'pair', most: 5, within: 15 * MINUTE, pause: 15 * MINUTE },
  user: { name: 'user', most: 50, within: 60 * MINUTE, pause: 10 * MINUTE },
  network: { name: 'network', most: 30, within: 15 * MINUTE, pause: 15 * MINUTE },
} as const satisfies Record<string, Limit>

/** How a login ended: `found`; or how many tries are left and how long the pause after them is; or paused until then. */
export type Tried<T> = { found: T } | { left: number; pause: number } | { until: number }

/**
 * Looks at a login at most as often as the limits allow. `verify` answers null for a wrong one; its failure is no guess
 * and is not counted. The count is taken before, so that parallel guesses are no way round. `now` in ms since 1970.
 */
export async function limited<T>(
  user: string,
  address: string,
  verify: () => Promise<T | null>,
  now = Date.now(),
  database: Database = db(),
): Promise<Tried<T>> {
  const keys = keysOf(user, address)
  const taken = await database.$transaction((tx) => take(tx, keys, now), WAIT)
  if ('until' in taken) return taken
  const inOne = (run: (tx: Transaction) => Promise<void>) => database.$transaction(run, WAIT)
  let found: T | null
  try {
    found = await verify()
  } catch (fault) {
    await inOne((tx) => giveBack(tx, keys))
    throw fault
  }
  if (found === null) return taken
  await inOne((tx) => forgive(tx, keys))
  return { found }
}

const WAIT = { maxWait: 15_000, timeout: 15_000 }

interface Key {
  limit: Limit
  key: string
}

function keysOf(user: string, address: string): Key[] {
  const name = user.trim().toLowerCase().slice(0, 256)
  const network = wholeNetwork(address)
  const of = { pair: `${network} ${name}`, user: name, network }
  return Object.values(LIMITS).map((limit) => ({ limit, key: `${limit.name} ${of[limit.name]}` }))
}

/** Who counts as one: an IPv4 address; of IPv6 the /64 that one machine has all to itself. */
export function wholeNetwork(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return isAddress(plain) && isIPv6(plain) ? networkOf(plain, 64) : plain
}

/** Takes one try of every key, or none where one has no try left. */
async function take(
  tx: Transaction,
  keys: readonly Key[],
  now: number,
): Promise<{ left: number; pause: number } | { until: number }> {
  await tx.tries.deleteMany({ where: { until: { lte: new Date(now) } } })
  const rows = await tx.tries.findMany({ where: { key: { in: keys.map((k) => k.key) } } })
  const taken = keys.map((k) => ({ ...k, row: rows.find((r) => r.key === k.key) }))
  const full = taken.flatMap(({ row, limit }) =>
    row && row.count >= limit.most ? [row.until.getTime()] : [],
  )
  if (full.length) return { until: Math.max(...full) }
  for (const { key, limit, row } of taken) await count(tx, key, limit, (row?.count ?? 0) + 1, now)
  const left = (k: (typeof taken)[number]) => k.limit.most - (k.row?.count ?? 0) - 1
  const [tightest] = taken.sort((a, b) => left(a) - left(b))
  if (!tightest) throw new Error('a login is counted for nobody')
  return { left: left(tightest), pause: tightest.limit.pause }
}

/** The first try starts the time, the last one the pause: tries during it neither count nor make it longer. */
async function count(tx: Transaction, key: string, limit: Limit, to: number, now: number): Promise<void> {
  const until = to === 1 ? now + limit.within : to === limit.most ? now + limit.pause : undefined
  const data = { count: to, ...(until === undefined ? {} : { until: new Date(until) }) }
  await tx.tries.upsert({ where: { key }, update: data, create: { key, until: new Date(now), ...data } })
}

/** A row that is gone has been forgotten by now, and the try with it. */
async function giveBack(tx: Transaction, keys: readonly Key[]): Promise<void> {
  const where = { key: { in: keys.map((k) => k.key) }, count: { gt: 0 } }
  await tx.tries.updateMany({ where, data: { count: { decrement: 1 } } })
}

/** A right password: this person's wrong ones from here are forgotten, the others' stay. */
async function forgive(tx: Transaction, keys: readonly Key[]): Promise<void> {
  await giveBack(tx, keys)
  const pairs = keys.filter((k) => k.limit.name === 'pair').map((k) => k.key)
  await tx.tries.deleteMany({ where: { key: { in: pairs } } })
}
