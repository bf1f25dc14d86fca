// Slows down guessing at tokens: wrong ones are counted by the network they come from, as logins are.
import { recordAlone } from './audit.ts'
import { db } from './db.ts'
import { wholeNetwork } from './limiter.ts'

const MINUTE = 60_000
/** Wrong ones until the pause; how long one is remembered, and how long the pause lasts. In ms. */
const most = 30
const within = 15 * MINUTE
const pause = 15 * MINUTE
const keyOf = (address: string): string => `token ${wholeNetwork(address)}`

/** Until when nothing is looked at from there; null: now. `now` in ms since 1970. */
export async function blockedUntil(address: string, now: number): Promise<number | null> {
  const row = await db().tries.findUnique({ where: { key: keyOf(address) } })
  return row && row.count >= most && row.until.getTime() > now ? row.until.getTime() : null
}

/** Counts one, and leaves a trace of it; during a pause nothing comes here. */
export async function countWrong(address: string, why: string, now: number): Promise<void> {
  const key = keyOf(address)
  const count = await db().$transaction(async (tx) => {
    await tx.tries.deleteMany({ where: { until: { lte: new Date(now) } } })
    const { count } = await tx.tries.upsert({
      where: { key },
      create: { key, count: 1, until: new Date(now + within) },
      update: { count: { increment: 1 } },
    })
    if (count === most) await tx.tries.update({ where: { key }, data: { until: new Date(now + pause) } })
    return count
  })
  const result = count >= most ? `${why} Now a pause.` : why
  await recordAlone({ user: '', address }, { action: 'refuse', after: { asked: 'API' }, result })
}

/** Whether both are of one network. */
export const isOwnNetwork = (known: string, address: string): boolean =>
  known !== '' && wholeNetwork(known) === wholeNetwork(address)
