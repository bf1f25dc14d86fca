// Before every action: a session, the right, an input that was understood; after it an answer in a whole sentence.
import { z } from 'zod'
import { type AreaName, areaName } from '../model/document.ts'
import { notAllowed, type Right } from '../model/rights.ts'
import type { ActionResult } from '../protocol/console.ts'
import { type Author, recordRefusal } from './audit.ts'
import { type Caller, may } from './session.ts'
import { databaseTrouble } from './trouble.ts'

type Refused = Extract<ActionResult, { ok: false }>

/** An action and the right it asks for, which a test walks. */
export interface Guarded<T> {
  (caller: Caller | null, raw: unknown): Promise<ActionResult<T>>
  readonly right: Right
}

/**
 * An action: refused without a session, without the right, or with input that is none; a fault is logged and said.
 * `no` begins every refusal: *Not saved*, *Not applied*.
 */
export function guarded<I, T>(
  right: Right,
  no: string,
  schema: z.ZodType<I>,
  run: (caller: Caller, input: I) => Promise<ActionResult<T>>,
): Guarded<T> {
  const act = async (caller: Caller, raw: unknown): Promise<ActionResult<T>> => {
    if (!may(caller, right)) return refuse(notAllowed(caller.user, right))
    const input = schema.safeParse(raw)
    if (!input.success) return refuse('The request was not understood. Load the page again.')
    try {
      return await run(caller, input.data)
    } catch (e) {
      console.error(`${no}:`, e)
      return refuse(databaseTrouble(e) ?? 'The console met a fault of its own; its log says more.')
    }
  }
  const refuse = (why: string): Refused => ({ ok: false, message: `${no}. ${why}` })
  const action = async (caller: Caller | null, raw: unknown): Promise<ActionResult<T>> => {
    if (!caller) return refuse('Your session has ended. Log in again.')
    const result = await act(caller, raw)
    if (!result.ok) await recordRefusal(authorOf(caller), no, result.message, areaIn(raw))
    return result
  }
  return Object.assign(action, { right })
}

/** The area that was asked for, where it is one. */
function areaIn(raw: unknown): AreaName | undefined {
  const asked = z.object({ area: areaName }).safeParse(raw)
  return asked.success ? asked.data.area : undefined
}

/** Who an entry of the audit trail is about. */
export const authorOf = (caller: Caller): Author => ({ user: caller.user, address: caller.address })
