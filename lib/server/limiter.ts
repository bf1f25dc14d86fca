// Stops guessing without locking anybody out: tries are counted by user and address, by network and by user, each before the password is looked at.
import { isAddress, isIPv6, networkOf } from '../model/address.ts'
import { type Database, db, type Transaction } from './db.ts'
import { nameKey } from './user-names.ts'

interface Limit {
  /** First part of its keys. */
  name: 'pair' | 'network' | 'code'
  /** Wrong tries until the pause. */
  most: number
  /** How long a try is remembered, and how long the pause lasts. In ms. */
  within: number
  pause: number
}

const MINUTE = 60_000
/** One person mistyping, one network guessing at everybody; and codes guessed by somebody who has the password. */
export const LIMITS = {
  pair: { name: 'pair', most: 5, within: 15 * MINUTE, pause: 15 * MINUTE },
  network: { name: 'network', most: 30, within: 15 * MINUTE, pause: 15 * MINUTE },
  code: { name: 'code', most: 20, within: 60 * MINUTE, pause: 15 * MINUTE },
} as const satisfies Record<string, Limit>

/**
 * Guesses at one user from everywhere: a pause would be a way to lock that user out, so that they are only slowed down,
 * after so many wrong ones within the time, from `first` on, twice as long each time, `longest` at most. In ms.
 */
export const DELAY = { after: 10, within: 60 * MINUTE, first: 250, longest: 8_000 } as const

/** Where a user logged in within this time, others' guesses neither slow them down nor keep them out. In ms. */
const KNOWN_FOR = 30 * 24 * 60 * MINUTE

/** How a login ended: `found`; or how many tries are left and how long the pause after them is; or paused until then. */
export type Tried<T> = { found: T } | { left: number; pause: number } | { until: number }

/**
 * A login that is not wrong. `forgive`: it is right, and wrong ones before it are forgotten; `give-back`: so far right,
 * and no guess; `keep`: not known yet, it counts until it turns out right.
 */
export interface Found<T> {
  value: T
  tries: 'forgive' | 'give-back' | 'keep'
}

/** What a login is counted for, and in tests what time it is and how one waits. */
export interface Try {
  user: string
  address: string
  /** It guesses at a code, with the password known. */
  code?: boolean
  /** In ms since 1970. */
  now?: number
  database?: Database
  sleep?: (ms: number) => Promise<void>
}

const asleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/**
 * Looks at a login at most as often as the limits allow. `verify` answers null for a wrong one; its failure is no guess
 * and is not counted. The count is taken before, so that parallel guesses are no way round.
 */
export async function limited<T>(who: Try, verify: () => Promise<Found<T> | null>): Promise<Tried<T>> {
  const { now = Date.now(), database = db(), sleep = asleep } = who
  const keys = keysOf(who)
  const inOne = <R>(run: (tx: Transaction) => Promise<R>) => database.$transaction(run, WAIT)
  const taken = await inOne((tx) => take(tx, keys, now))
  if ('until' in taken) return taken
  if (taken.wait > 0) await sleep(taken.wait)
  let found: Found<T> | null
  try {
    found = await verify()
  } catch (fault) {
    await inOne((tx) => giveBack(tx, keys))
    throw fault
  }
  if (found === null) return { left: taken.left, pause: taken.pause }
  if (found.tries === 'give-back') await inOne((tx) => giveBack(tx, keys))
  if (found.tries === 'forgive') await inOne((tx) => forgive(tx, keys))
  return { found: found.value }
}

/** Notes that this user logged in from there: see `KNOWN_FOR`. */
export async function rememberAddress(
  tx: Transaction,
  user: string,
  address: string,
  now = Date.now(),
): Promise<void> {
  const key = pairOf(user, address)
  const at = new Date(now)
  await tx.knownAddress.deleteMany({ where: { at: { lt: new Date(now - KNOWN_FOR) } } })
  await tx.knownAddress.upsert({ where: { key }, update: { at }, create: { key, at } })
}

const WAIT = { maxWait: 15_000, timeout: 15_000 }

interface Keys {
  pair: string
  user: string
  blocking: readonly { limit: Limit; key: string }[]
}

const nameOf = (user: string): string => nameKey(user).slice(0, 256)
const pairOf = (user: string, address: string): string => `${wholeNetwork(address)} ${nameOf(user)}`

function keysOf({ user, address, code = false }: Try): Keys {
  const pair = pairOf(user, address)
  const of = { pair, network: wholeNetwork(address), code: nameOf(user) }
  const limits = Object.values(LIMITS).filter((limit) => code || limit.name !== 'code')
  const blocking = limits.map((limit) => ({ limit, key: `${limit.name} ${of[limit.name]}` }))
  return { pair, user: `user ${nameOf(user)}`, blocking }
}

const allOf = ({ user, blocking }: Keys): string[] => [user, ...blocking.map((k) => k.key)]

/** Who counts as one: an IPv4 address; of IPv6 the /64 that one machine has all to itself. */
export function wholeNetwork(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return isAddress(plain) && isIPv6(plain) ? networkOf(plain, 64) : plain
}

/** Takes one try of every key, or none where one has no try left. Where the user is known only the pair's is asked. */
async function take(
  tx: Transaction,
  keys: Keys,
  now: number,
): Promise<{ left: number; pause: number; wait: number } | { until: number }> {
  await tx.tries.deleteMany({ where: { until: { lte: new Date(now) } } })
  const rows = await tx.tries.findMany({ where: { key: { in: allOf(keys) } } })
  const place = await tx.knownAddress.findUnique({ where: { key: keys.pair } })
  const known = place !== null && place.at.getTime() > now - KNOWN_FOR
  const rowOf = (key: string) => rows.find((r) => r.key === key)
  const taken = keys.blocking.map((k) => ({
    ...k,
    row: rowOf(k.key),
    counts: !known || k.limit.name === 'pair',
  }))
  const full = taken.flatMap(({ row, limit, counts }) =>
    counts && row && row.count >= limit.most ? [row.until.getTime()] : [],
  )
  if (full.length) return { until: Math.max(...full) }
  for (const { key, limit, row } of taken) await count(tx, key, limit, (row?.count ?? 0) + 1, now)
  const before = rowOf(keys.user)?.count ?? 0
  await count(tx, keys.user, { ...DELAY, most: Number.POSITIVE_INFINITY, pause: 0 }, before + 1, now)
  const left = (k: (typeof taken)[number]) => k.limit.most - (k.row?.count ?? 0) - 1
  const [tightest] = taken.filter((k) => k.counts).sort((a, b) => left(a) - left(b))
  if (!tightest) throw new Error('a login is counted for nobody')
  return { left: left(tightest), pause: tightest.limit.pause, wait: known ? 0 : delayAfter(before) }
}

const delayAfter = (wrong: number): number =>
  wrong < DELAY.after ? 0 : Math.min(DELAY.longest, DELAY.first * 2 ** (wrong - DELAY.after))

type Times = Pick<Limit, 'most' | 'within' | 'pause'>

/** The first try starts the time, the last one the pause: tries during it neither count nor make it longer. */
async function count(tx: Transaction, key: string, limit: Times, to: number, now: number): Promise<void> {
  const until = to === 1 ? now + limit.within : to === limit.most ? now + limit.pause : undefined
  const data = { count: to, ...(until === undefined ? {} : { until: new Date(until) }) }
  await tx.tries.upsert({ where: { key }, update: data, create: { key, until: new Date(now), ...data } })
}

/** A row that is gone has been forgotten by now, and the try with it. */
async function giveBack(tx: Transaction, keys: Keys): Promise<void> {
  const where = { key: { in: allOf(keys) }, count: { gt: 0 } }
  await tx.tries.updateMany({ where, data: { count: { decrement: 1 } } })
}

/** A right password: this person's wrong ones from here are forgotten, the others' stay. */
async function forgive(tx: Transaction, keys: Keys): Promise<void> {
  await giveBack(tx, keys)
  await tx.tries.deleteMany({ where: { key: `pair ${keys.pair}` } })
}
