// The second factor: time-based codes by RFC 6238, each taken once, and recovery codes for when the device is lost.
import { createHash, randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { FactorSetup } from '../protocol/access.ts'
import { type Author, record } from './audit.ts'
import { db, transaction } from './db.ts'

const STEP_SECONDS = 30
const SECRET_BYTES = 20
const CODES = 10
/** Without letters that look alike. 32 of them: five bits each. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'

const totpOf = (secret: string, label = '') =>
  new TOTP({ issuer: 'Fulcrum', label, secret: Secret.fromBase32(secret), period: STEP_SECONDS })

/** A new secret that counts nothing yet; null when the user has a second factor already. `label`: user and appliance. */
export async function startFactor(userId: string, label: string): Promise<FactorSetup | null> {
  const secret = Secret.fromHex(randomBytes(SECRET_BYTES).toString('hex')).base32
  const started = await transaction(async (tx) => {
    const { count } = await tx.secondFactor.deleteMany({ where: { userId, confirmedAt: null } })
    if (count === 0 && (await tx.secondFactor.findUnique({ where: { userId } }))) return false
    await tx.secondFactor.create({ data: { userId, secret } })
    return true
  })
  return started ? { secret, uri: totpOf(secret, label).toString() } : null
}

/** From now on it counts. Returns the recovery codes, to be shown this once; null when the code is wrong. `now` in ms. */
export async function confirmFactor(
  author: Author,
  userId: string,
  code: string,
  now = Date.now(),
): Promise<string[] | null> {
  const row = await db().secondFactor.findUnique({ where: { userId } })
  const step = row && stepOf(row.secret, plain(code), now)
  if (!row || step === null) return null
  const codes = Array.from({ length: CODES }, newCode)
  const done = await transaction(async (tx) => {
    const data = { confirmedAt: new Date(now), lastStep: step }
    const { count } = await tx.secondFactor.updateMany({ where: { userId, confirmedAt: null }, data })
    if (count === 0) return false
    await tx.recoveryCode.deleteMany({ where: { userId } })
    await tx.recoveryCode.createMany({ data: codes.map((c) => ({ userId, hash: hashOf(userId, c) })) })
    await record(tx, author, { action: 'second-factor', result: 'set up' })
    return true
  })
  return done ? codes : null
}

export async function removeFactor(author: Author, userId: string, of: string): Promise<void> {
  await transaction(async (tx) => {
    await tx.secondFactor.deleteMany({ where: { userId } })
    await tx.recoveryCode.deleteMany({ where: { userId } })
    await record(tx, author, { action: 'second-factor', before: { user: of }, result: 'turned off' })
  })
}

/** Whether it is a right code, which is used up by that: of the second factor, or a recovery code. `now` in ms. */
export async function takeCode(userId: string, code: string, now = Date.now()): Promise<boolean> {
  const given = plain(code)
  return /^\d{6}$/.test(given) ? takeStep(userId, given, now) : takeRecovery(userId, given, now)
}

/** In one statement, so that of two requests with the same code one is too late. */
async function takeStep(userId: string, code: string, now: number): Promise<boolean> {
  const row = await db().secondFactor.findUnique({ where: { userId } })
  const step = row && stepOf(row.secret, code, now)
  if (step === null) return false
  const where = { userId, confirmedAt: { not: null }, lastStep: { lt: step } }
  return (await db().secondFactor.updateMany({ where, data: { lastStep: step } })).count === 1
}

async function takeRecovery(userId: string, code: string, now: number): Promise<boolean> {
  const where = { userId, hash: hashOf(userId, code), usedAt: null }
  return (await db().recoveryCode.updateMany({ where, data: { usedAt: new Date(now) } })).count === 1
}

/** The time step a code is of, the one before and the one after let pass for clocks that differ; null: wrong. */
function stepOf(secret: string, code: string, now: number): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now, window: 1 })
  return delta === null ? null : Math.floor(now / 1000 / STEP_SECONDS) + delta
}

const plain = (code: string): string => code.replace(/[\s-]/g, '').toLowerCase()

/** Sixty random bits need no slow hash. */
const hashOf = (userId: string, code: string): string =>
  createHash('sha256')
    .update(`${userId} ${plain(code)}`)
    .digest('hex')

const newCode = (): string =>
  [...randomBytes(12)]
    .map((byte) => LETTERS[byte % LETTERS.length])
    .join('')
    .replace(/(.{4})(?!$)/g, '$1-')
