// What the server actions do once it is known who calls: rights, input, deed, answer in a whole sentence.
import { z } from 'zod'
import { type AreaName, areaName } from '../model/document.ts'
import type { Right } from '../model/rights.ts'
import {
  type ActionResult,
  duplicateInput,
  moveInput,
  removeInput,
  saveInput,
  setServersInput,
} from '../protocol/console.ts'
import { type Author, record } from './audit.ts'
import { commitOnSave, startCommit, startOperation } from './commit.ts'
import { changeId, keepChange, keptChange, undoChange } from './confirm.ts'
import { db } from './db.ts'
import { duplicateItem } from './duplicate.ts'
import { itemsChanged } from './editions.ts'
import { rollBack } from './history.ts'
import { removeItem, saveItem } from './items.ts'
import { testNotifications } from './notifications.ts'
import { LONGEST_PASSWORD } from './password.ts'
import { refreshPending } from './pending.ts'
import { moveItem } from './reorder.ts'
import { setServers } from './server-states.ts'
import { type Caller, endOtherSessions, endSession, may } from './session.ts'
import { importAll } from './transfer.ts'
import { databaseTrouble } from './trouble.ts'
import { replacePassword } from './users.ts'
import { answerWizard } from './wizard.ts'

type Refused = Extract<ActionResult, { ok: false }>

/**
 * An action: refused without a session, without the right, or with input that is none; a fault is logged and said.
 * `no` begins every refusal: *Not saved*, *Not applied*.
 */
const guarded =
  <I, T>(
    right: Right,
    no: string,
    schema: z.ZodType<I>,
    run: (caller: Caller, input: I) => Promise<ActionResult<T>>,
  ) =>
  async (caller: Caller | null, raw: unknown): Promise<ActionResult<T>> => {
    const refuse = (why: string): Refused => ({ ok: false, message: `${no}. ${why}` })
    if (!caller) return refuse('Your session has ended. Log in again.')
    if (!may(caller, right)) return refuse(`Your user ${caller.user} may only look.`)
    const input = schema.safeParse(raw)
    if (!input.success) return refuse('The request was not understood. Load the page again.')
    try {
      return await run(caller, input.data)
    } catch (e) {
      console.error(`${no}:`, e)
      return refuse(databaseTrouble(e) ?? 'The console met a fault of its own; its log says more.')
    }
  }

const authorOf = (caller: Caller): Author => ({ user: caller.user, address: caller.address })

/** An action that changes items of one area. */
const changing = <I extends { area: AreaName }, T>(
  no: string,
  schema: z.ZodType<I>,
  run: (author: Author, input: I) => Promise<ActionResult<T>>,
) =>
  guarded('configure', no, schema, async (caller, input) => {
    const result = await run(authorOf(caller), input)
    if (result.ok) changed(caller, input.area)
    return result
  })

export const saveAs = changing('Not saved', saveInput, saveItem)
export const removeAs = changing('Not deleted', removeInput, removeItem)
export const duplicateAs = changing('Not duplicated', duplicateInput, duplicateItem)
export const moveAs = changing('Not moved', moveInput, moveItem)

/** After a change: everybody's lists and boxes, and the commit of an area that commits on save. */
function changed(caller: Caller, area: z.infer<typeof areaName>): void {
  itemsChanged(area)
  refreshPending()
    .then(() => commitOnSave(area, authorOf(caller)))
    .catch((e) => console.error('after a change:', e))
}

export const commitAs = guarded('configure', 'Not applied', z.array(areaName).min(1), async (caller, areas) =>
  startCommit(authorOf(caller), areas),
)

/** At once, and never a commit: what waits elsewhere goes on waiting. */
export const setServersAs = guarded('serve', 'Not done', setServersInput, async (caller, input) =>
  setServers(authorOf(caller), input),
)

const rollBackInput = z.strictObject({ generation: z.int().positive(), seen: z.string() })

export const rollBackAs = guarded('configure', 'Not rolled back', rollBackInput, async (caller, input) =>
  rollBack(authorOf(caller), input.generation, input.seen),
)

const importInput = z.strictObject({ content: z.unknown(), seen: z.string() })

export const importAs = guarded('configure', 'Not imported', importInput, async (caller, input) =>
  importAll(authorOf(caller), input.content, input.seen),
)

const operation = z.strictObject({ what: z.enum(['reload', 'restart']), unit: z.literal('haproxy') })

export const operateAs = guarded('configure', 'Not done', operation, async (caller, { what, unit }) =>
  startOperation(authorOf(caller), what, unit),
)

const password = z.string().max(LONGEST_PASSWORD)
const passwords = z.strictObject({ current: password, next: password, again: password })

export const changePasswordAs = guarded(
  'self',
  'Not changed',
  passwords,
  async (caller, { current, next, again }): Promise<ActionResult> => {
    if (next !== again) return { ok: false, message: 'Not changed. The two new passwords differ.' }
    const why = await replacePassword(caller.userId, current, next)
    await record(db(), authorOf(caller), { action: 'password', result: why ?? 'done' })
    if (why) return { ok: false, message: `Not changed. ${why}` }
    await endOtherSessions(caller)
    return { ok: true }
  },
)

/** The gate has noted the call as activity already; what is left is to say whether the session still lives. */
export const stayLoggedInAs = guarded('self', 'Not logged in', z.undefined(), async () => ({ ok: true }))

export const answerWizardAs = guarded(
  'configure',
  'Not noted',
  z.enum(['accept', 'dismiss']),
  async (caller, answer) => {
    await answerWizard(authorOf(caller), answer)
    return { ok: true }
  },
)

export const keepChangeAs = guarded('configure', 'Not kept', keptChange, async (caller, change) =>
  keepChange(authorOf(caller), change),
)

export const undoChangeAs = guarded('configure', 'Not undone', changeId, async (caller, change) =>
  undoChange(authorOf(caller), change),
)

export const testNotificationsAs = guarded('configure', 'Not sent', z.undefined(), () => testNotifications())

/** Ends the caller's session. Without one there is nothing to end. */
export async function logoutAs(caller: Caller | null): Promise<void> {
  if (!caller) return
  await endSession(caller.session)
  await record(db(), authorOf(caller), { action: 'logout' })
}
