// What the server actions do once it is known who calls: each with its right and the shape of its input.
import { z } from 'zod'
import { type AreaName, areaName } from '../model/document.ts'
import {
  type ActionResult,
  duplicateInput,
  moveInput,
  removeInput,
  saveInput,
  setServersInput,
} from '../protocol/console.ts'
import { metricsNetworks, newToken } from '../protocol/tokens.ts'
import { type Author, recordAlone } from './audit.ts'
import { commitOnSave, startCommit, startOperation } from './commit.ts'
import { changeId, keepChange, keptChange, undoChange } from './confirm.ts'
import { duplicateItem } from './duplicate.ts'
import { itemsChanged } from './editions.ts'
import { authorOf, guarded } from './guarded.ts'
import { rollBack } from './history.ts'
import { removeItem, saveItem } from './items.ts'
import { setMetricsNetworks } from './metrics.ts'
import { testNotifications } from './notifications.ts'
import { pendingNow, refreshPending } from './pending.ts'
import { moveItem } from './reorder.ts'
import { setServers } from './server-states.ts'
import { type Caller, endSession, may } from './session.ts'
import { createToken, revokeToken } from './tokens.ts'
import { importAll } from './transfer.ts'
import { answerWizard } from './wizard.ts'

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

/** Who may not commit reloads only while nothing waits: after it people take what is saved for what runs. */
export const operateAs = guarded('serve', 'Not done', operation, async (caller, { what, unit }) =>
  what === 'reload' && pendingNow().areas.length > 0 && !may(caller, 'configure')
    ? { ok: false, message: WAITS }
    : startOperation(authorOf(caller), what, unit),
)

const WAITS =
  'Not done. Saved changes wait for a commit, and a reload is the end of one. Let a user of the group config commit them, then reload.'

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

export const testNotificationsAs = guarded('configure', 'Not sent', z.undefined(), async (caller) => {
  const result = await testNotifications()
  if (result.ok)
    await recordAlone(authorOf(caller), {
      action: 'operate',
      after: { title: 'Send a test', answers: result.deliveries.map((d) => d.text) },
    })
  return result
})

export const createTokenAs = guarded('configure', 'Not made', newToken, async (caller, input) =>
  createToken(authorOf(caller), input),
)

export const revokeTokenAs = guarded('configure', 'Not revoked', z.string().max(64), async (caller, id) =>
  revokeToken(authorOf(caller), id),
)

export const setMetricsNetworksAs = guarded(
  'configure',
  'Not saved',
  metricsNetworks,
  async (caller, { networks }) => {
    await setMetricsNetworks(authorOf(caller), networks)
    return { ok: true }
  },
)

export const keepChangeAs = guarded('configure', 'Not kept', keptChange, async (caller, change) =>
  keepChange(authorOf(caller), change),
)

export const undoChangeAs = guarded('configure', 'Not undone', changeId, async (caller, change) =>
  undoChange(authorOf(caller), change),
)

/** Ends the caller's session. Without one there is nothing to end. */
export async function logoutAs(caller: Caller | null): Promise<void> {
  if (!caller) return
  await endSession(caller.session, authorOf(caller))
}
