// Answers of handlers: JSON that nobody keeps, and only to somebody who may have it.
import 'server-only'
import { gunzipSync } from 'node:zlib'
import { notAllowed, type Right } from '../model/rights.ts'
import { COMPRESSED } from '../protocol/item-pack.ts'
import { AgentAway } from './agent.ts'
import { recordRefusal } from './audit.ts'
import { caller } from './caller.ts'
import { authorOf } from './guarded.ts'
import { type Caller, may } from './session.ts'

const HEADERS = { 'cache-control': 'no-store' }

export const json = (body: unknown, status = 200): Response =>
  Response.json(body, { status, headers: HEADERS })

/**
 * JSON that was compressed before: as it is for a page, which says so, plain for others. The framework takes the header
 * away by which a browser would know by itself.
 */
export function compressedJson(request: Request, body: Buffer): Response {
  const asIs = request.headers.get('accept') === COMPRESSED
  const headers = { ...HEADERS, 'content-type': asIs ? COMPRESSED : 'application/json', vary: 'accept' }
  return new Response(new Uint8Array(asIs ? body : gunzipSync(body)), { headers })
}

export const sessionOver = (): Response => json({ error: 'Your session has ended. Log in again.' }, 401)

/**
 * Answers by `run`, or 401 without a session, 403 without the right, or 503 when it needs an agent that does not answer.
 */
export async function replyTo(right: Right, run: (caller: Caller) => Promise<Response>): Promise<Response> {
  const who = await caller()
  if (!who) return sessionOver()
  if (!may(who, right)) {
    const error = notAllowed(who.user, right)
    await recordRefusal(authorOf(who), 'Not read', error)
    return json({ error }, 403)
  }
  try {
    return await run(who)
  } catch (e) {
    if (e instanceof AgentAway) return json({ error: e.message }, 503)
    throw e
  }
}

/** The number of a commit as a path has it, or null. */
export const commitNumber = (text: string): number | null =>
  /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null

export const noCommit = (): Response => json({ error: 'This commit is not kept any more.' }, 404)

/** A request's JSON; undefined where it is none, which no schema takes. */
export async function bodyOf(request: Request): Promise<unknown> {
  const text = await request.text()
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
