// Every action with every group: who may not is refused before anything is looked at, and each right is written down here once more.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { allows, GROUPS, notAllowed, type Right } from '../model/rights.ts'
import type { ConsoleEvent } from '../protocol/console.ts'
import * as access from './access-actions.ts'
import * as others from './actions.ts'
import { publish } from './bus.ts'
import { serveTab } from './events.ts'
import type { Guarded } from './guarded.ts'
import { freshConsole, someCaller, temporaryPlaces } from './testing/state.ts'

temporaryPlaces()
before(freshConsole)

const RIGHTS_OF: Record<string, Right> = {
  saveAs: 'configure',
  removeAs: 'configure',
  duplicateAs: 'configure',
  moveAs: 'configure',
  commitAs: 'configure',
  rollBackAs: 'configure',
  importAs: 'configure',
  keepChangeAs: 'configure',
  undoChangeAs: 'configure',
  answerWizardAs: 'configure',
  testNotificationsAs: 'configure',
  createTokenAs: 'configure',
  revokeTokenAs: 'configure',
  setMetricsNetworksAs: 'configure',
  setServersAs: 'serve',
  operateAs: 'serve',
  stayLoggedInAs: 'self',
  changePasswordAs: 'self',
  startFactorAs: 'self',
  confirmFactorAs: 'self',
  stopFactorAs: 'self',
  endSessionsAs: 'self',
  addUserAs: 'configure',
  modifyUserAs: 'configure',
  removeUserAs: 'configure',
  setPasswordAs: 'configure',
  resetFactorAs: 'configure',
  saveAccessAs: 'configure',
}

/** Logging out needs no right: without a session there is nothing to end. */
const { logoutAs: _, ...rest } = others
const actions: Record<string, Guarded<unknown>> = { ...rest, ...access }
/** No action takes this, so that nothing is done where it is let through. */
const ENDS = { idleAt: 1, latestAt: 2, idleMinutes: 30, latestBecause: '' }
const NONSENSE = { nonsense: true }
const said = (answer: object): string => ('message' in answer ? String(answer.message) : '')

test('every action declares its right, and none has changed by accident', () => {
  assert.deepEqual(Object.fromEntries(Object.entries(actions).map(([name, a]) => [name, a.right])), RIGHTS_OF)
})

for (const [name, action] of Object.entries(actions))
  test(`${name}: refused to groups without the right, and without a session`, async () => {
    const caller = await someCaller()
    assert.match(said(await action(null, NONSENSE)), /Your session has ended\. Log in again\.$/)
    for (const group of [...GROUPS, 'nobody knows it']) {
      const answer = said(await action({ ...caller, group }, NONSENSE))
      const refused = answer.endsWith(notAllowed(caller.user, action.right))
      assert.equal(refused, !allows(group, action.right), `${group}: ${answer}`)
      if (!refused) assert.match(answer, /The request was not understood/)
    }
    const bound = said(await action({ ...caller, duty: 'password' }, NONSENSE))
    assert.equal(
      bound.endsWith(notAllowed(caller.user, action.right)),
      action.right !== 'self',
      'who has a duty',
    )
  })

test('a group nobody knows may nothing; each group may what the one below it may', () => {
  const count = (group: string) =>
    ['self', 'look', 'settings', 'serve', 'configure'].filter((r) => allows(group, r as Right)).length
  assert.deepEqual(['config', 'maintenance', 'report', '', 'Config'].map(count), [5, 4, 2, 0, 0])
  assert.equal(
    notAllowed('anna', 'serve'),
    'Your user anna may not do this: it is for the groups config and maintenance.',
  )
})

test('the event stream tells who only looks neither what waits nor what is committed', async () => {
  const caller = await someCaller()
  const told = async (group: string): Promise<ConsoleEvent[]> => {
    const viewer = { caller: { ...caller, group }, session: ENDS }
    const events: ConsoleEvent[] = []
    const send = (event: ConsoleEvent) => void events.push(event)
    const stop = serveTab({ ...viewer, rows: null, send, close: () => {}, lives: async () => viewer })
    publish({ type: 'items', area: 'layer7', edition: 1 })
    publish({ type: 'pending', pending: { areas: ['layer7'], changes: [], problems: [] } })
    publish({
      type: 'job',
      job: { id: 'x', title: 'x', author: 'x', startedAt: 1, progress: [], failure: null },
    })
    publish({ type: 'wizard' })
    stop()
    return events
  }
  const types = async (group: string) => (await told(group)).map((e) => e.type)
  assert.deepEqual(await types('report'), ['hello'])
  assert.deepEqual(await types('maintenance'), ['hello', 'items', 'pending', 'job', 'wizard'])
  const [hello] = await told('report')
  assert.ok(hello?.type === 'hello' && hello.group === 'report')
  assert.deepEqual(
    [hello.pending, hello.job, hello.wizard],
    [{ areas: [], changes: [], problems: [] }, null, false],
  )
})
