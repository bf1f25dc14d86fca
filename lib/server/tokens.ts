// Tokens of scripts: shown once, stored as a digest, bound to a group, expiring, revocable.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { isGroup } from '../model/rights.ts'
import type { ActionResult } from '../protocol/console.ts'
import type { NewToken, TokenView } from '../protocol/tokens.ts'
import { type Author, record } from './audit.ts'
import { db, transaction } from './db.ts'
import type { Caller } from './session.ts'
import { blockedUntil, countWrong, isOwnNetwork } from './token-tries.ts'

/** `fulcrum_`, the id by which it is found, and 32 random bytes. */
const SHAPE = /^fulcrum_([0-9a-f]{12})_([\w-]{43})$/
const DAY = 86_400_000
/** Its last use is written down at most this often. In ms. */
const NOTE_EVERY = 60_000

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Makes one. The token itself is in the answer, and nowhere else. */
export async function createToken(
  author: Author,
  { name, group, days }: NewToken,
): Promise<ActionResult<{ token: string }>> {
  const id = randomBytes(6).toString('hex')
  const secret = randomBytes(32).toString('base64url')
  const now = new Date()
  const expiresAt = days === null ? null : new Date(now.getTime() + days * DAY)
  const taken = await transaction(async (tx) => {
    if ((await tx.apiToken.count({ where: { name, revokedAt: null } })) > 0) return true
    const shown = { id, name, group, expiresAt }
    await tx.apiToken.create({
      data: { ...shown, digest: digestOf(secret), createdBy: author.user, createdAt: now },
    })
    await record(tx, author, { action: 'token', item: `token-${id}`, after: shown })
    return false
  })
  return taken
    ? { ok: false, message: `Not made. ${name} is already the name of a token. Choose another.` }
    : { ok: true, token: `fulcrum_${id}_${secret}` }
}

/** From now on it opens nothing. */
export const revokeToken = (author: Author, id: string): Promise<ActionResult> =>
  transaction(async (tx) => {
    const row = await tx.apiToken.findUnique({ where: { id } })
    if (!row || row.revokedAt) return { ok: false, message: 'Not revoked. It was revoked meanwhile.' }
    await tx.apiToken.update({
      where: { id },
      data: { revokedAt: new Date(), revokedBy: author.user },
    })
    const { name, group } = row
    await record(tx, author, {
      action: 'token',
      item: `token-${id}`,
      before: { name, group },
      after: { name, group: 'revoked' },
    })
    return { ok: true }
  })

/** All of them, the newest first. */
export async function listTokens(): Promise<TokenView[]> {
  const rows = await db().apiToken.findMany({ orderBy: { createdAt: 'desc' } })
  return rows.map(({ digest: _, group, createdAt, expiresAt, revokedAt, revokedBy, lastUsed, ...row }) => ({
    ...row,
    group: isGroup(group) ? group : 'report',
    createdAt: createdAt.getTime(),
    expiresAt: expiresAt?.getTime() ?? null,
    revokedAt: revokedAt?.getTime() ?? null,
    revokedBy: revokedBy ?? '',
    lastUsed: lastUsed?.getTime() ?? null,
  }))
}

/** Who calls with a token, or why nobody does. `until`: when the next try is possible, in ms since 1970. */
export type TokenCaller = { caller: Caller } | { until: number } | { wrong: string }

/**
 * Looks at an Authorization header: a bearer's only, no cookie counts. Wrong ones are counted for the network they came
 * from; during its pause only what was used from there before opens.
 */
export async function callerWithToken(
  header: string | null,
  address: string,
  now = Date.now(),
): Promise<TokenCaller> {
  const token = await find(header)
  const until = await blockedUntil(address, now)
  if (until !== null && !(token && isOwnNetwork(token.lastAddress, address))) return { until }
  if (!token) return wrong(header === null ? NONE : UNKNOWN, header, address, now)
  if (token.revokedAt) return wrong('This token was revoked.', header, address, now)
  if (token.expiresAt && token.expiresAt.getTime() <= now)
    return wrong('This token has expired.', header, address, now)
  await noteUse(token, address, now)
  const user = `token ${token.name}`
  return {
    caller: { session: `token-${token.id}`, userId: '', user, group: token.group, address, duty: null },
  }
}

const NONE = 'Send a token: Authorization: Bearer fulcrum_...'
const UNKNOWN = 'This token is not known.'

async function wrong(why: string, header: string | null, address: string, now: number): Promise<TokenCaller> {
  if (header !== null) await countWrong(address, why, now)
  return { wrong: why }
}

type Row = NonNullable<Awaited<ReturnType<typeof find>>>

/** Found by its id; the secret is compared in the same time whatever it is. */
async function find(header: string | null) {
  const [, id = '', secret = ''] = SHAPE.exec(/^Bearer (\S+)$/i.exec(header ?? '')?.[1] ?? '') ?? []
  const row = id ? await db().apiToken.findUnique({ where: { id } }) : null
  const expected = Buffer.from(row?.digest ?? digestOf(''), 'hex')
  const same = timingSafeEqual(expected, Buffer.from(digestOf(secret), 'hex'))
  return row && same ? row : null
}

async function noteUse({ id, lastUsed, lastAddress }: Row, address: string, now: number): Promise<void> {
  if (lastUsed && now - lastUsed.getTime() < NOTE_EVERY && lastAddress === address) return
  const data = { lastUsed: new Date(now), lastAddress: address }
  await db()
    .apiToken.update({ where: { id }, data })
    .catch((e) => console.error('noting the use of a token:', e))
}
