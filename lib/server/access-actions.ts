// What actions about users, sessions and the second factor do once it is known who calls.
import { z } from 'zod'
import {
  accessSettings,
  addUserInput,
  changePasswordInput,
  confirmFactorInput,
  endSessionsInput,
  type FactorSetup,
  modifyUserInput,
  setPasswordInput,
  stopFactorInput,
  userInput,
} from '../protocol/access.ts'
import type { ActionResult } from '../protocol/console.ts'
import { saveAccess } from './access-settings.ts'
import { record } from './audit.ts'
import { db } from './db.ts'
import { applianceName } from './events.ts'
import { authorOf, guarded } from './guarded.ts'
import { proven } from './proof.ts'
import { confirmFactor, removeFactor, startFactor } from './second-factor.ts'
import { endOtherSessions, endSessions, lookAgainAt, lookAgainAtAll, may } from './session.ts'
import { addUser, modifyUser, removeUser, resetFactor, setPassword } from './user-admin.ts'
import { replacePassword } from './users.ts'

const no = (message: string) => ({ ok: false as const, message })

export const changePasswordAs = guarded(
  'self',
  'Not changed',
  changePasswordInput,
  async (caller, { current, next, again }): Promise<ActionResult> => {
    if (next !== again) return no('Not changed. The two new passwords differ.')
    const user = await proven(caller, current)
    if (typeof user !== 'string' && user.directory !== '')
      return no('Not changed. Your password is kept by the directory. Change it there.')
    const why = typeof user === 'string' ? user : await replacePassword(authorOf(caller), user, next)
    if (why) {
      await record(db(), authorOf(caller), { action: 'password', result: why })
      return no(`Not changed. ${why}`)
    }
    await endOtherSessions(caller)
    lookAgainAt(caller.userId)
    return { ok: true }
  },
)

export const startFactorAs = guarded(
  'self',
  'Not set up',
  z.undefined(),
  async ({ userId, user }): Promise<ActionResult<FactorSetup>> => {
    const setup = await startFactor(userId, `${user}@${applianceName()}`)
    return setup
      ? { ok: true, ...setup }
      : no('Not set up. You have a second factor already; turn it off first.')
  },
)

export const confirmFactorAs = guarded(
  'self',
  'Not set up',
  confirmFactorInput,
  async (caller, { code }): Promise<ActionResult<{ codes: string[] }>> => {
    const codes = await confirmFactor(authorOf(caller), caller.userId, code)
    if (!codes)
      return no(
        'Not set up. This code is not right. Wait for the next one; if that is refused too, compare the clocks of device and appliance.',
      )
    lookAgainAt(caller.userId)
    return { ok: true, codes }
  },
)

export const stopFactorAs = guarded(
  'self',
  'Not turned off',
  stopFactorInput,
  async (caller, { password, code }): Promise<ActionResult> => {
    const user = await proven(caller, password, code)
    if (typeof user === 'string') {
      await record(db(), authorOf(caller), { action: 'second-factor', result: `not turned off: ${user}` })
      return no(`Not turned off. ${user}`)
    }
    await removeFactor(authorOf(caller), user.id, user.name)
    lookAgainAt(user.id)
    return { ok: true }
  },
)

export const addUserAs = guarded('configure', 'Not added', addUserInput, (caller, input) =>
  addUser(authorOf(caller), input),
)

export const modifyUserAs = guarded('configure', 'Not changed', modifyUserInput, (caller, input) =>
  modifyUser(authorOf(caller), input),
)

export const removeUserAs = guarded('configure', 'Not deleted', userInput, (caller, { id }) =>
  removeUser(authorOf(caller), id),
)

export const setPasswordAs = guarded('configure', 'Not changed', setPasswordInput, (caller, input) =>
  setPassword(caller, authorOf(caller), input),
)

export const resetFactorAs = guarded('configure', 'Not turned off', userInput, (caller, { id }) =>
  resetFactor(authorOf(caller), id),
)

export const saveAccessAs = guarded('configure', 'Not saved', accessSettings, async (caller, settings) => {
  await saveAccess(authorOf(caller), settings)
  lookAgainAtAll()
  return { ok: true }
})

/** One's own; those of others are for who may change users. */
export const endSessionsAs = guarded(
  'self',
  'Not ended',
  endSessionsInput,
  async (caller, which): Promise<ActionResult<{ ended: number }>> => {
    const others = may(caller, 'configure') ? {} : { userId: caller.userId }
    const ended =
      which === 'others'
        ? await endOtherSessions(caller)
        : await endSessions({
            ...('user' in which ? { userId: which.user } : { id: which.session }),
            AND: others,
          })
    if (ended === 0) return no('Not ended. There is no such session any more.')
    await record(db(), authorOf(caller), { action: 'end-sessions', after: { which, ended } })
    return { ok: true, ended }
  },
)
