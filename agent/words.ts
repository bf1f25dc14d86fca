// What notifications say: a letter for some changes, a body for each. Pure.
import type { Targets } from '../lib/areas/notifications/render.ts'
import { nameOf, type StateChange } from '../lib/model/changes.ts'
import { STATE_WORDS } from '../lib/model/states.ts'
import type { Outgoing } from './sender/messages.ts'

/** More are counted, not listed. */
const LISTED = 200

/** Whether somebody wants to be told of it. */
export const isWanted = ({ row, event }: StateChange, { services, servers }: Targets): boolean =>
  event !== null && (row === 'service' ? services : servers)

export const letterOf = (
  mail: NonNullable<Targets['mail']>,
  changes: readonly StateChange[],
  appliance: string,
): Outgoing => ({
  type: 'mail',
  ...mail,
  subject: subjectOf(changes, appliance),
  text: textOf(changes, appliance),
})

/** [lb1] Web is Down: HTTP 503; of several: [lb1] Web is Down, and 2 more changes. Worst first. */
function subjectOf(changes: readonly StateChange[], appliance: string): string {
  const [first, ...others] = [...changes].sort((a, b) => rankOf(a) - rankOf(b))
  if (!first) return `[${appliance}]`
  const head = `[${appliance}] ${nameOf(first)} is ${STATE_WORDS[first.to]}`
  if (others.length) return `${head}, and ${others.length} more ${others.length === 1 ? 'change' : 'changes'}`
  return first.reason ? `${head}: ${first.reason}` : head
}

const rankOf = ({ event, row }: StateChange): number =>
  (event === 'red' ? 0 : 2) + (row === 'service' ? 0 : 1)

function textOf(changes: readonly StateChange[], appliance: string): string {
  const more = changes.length - LISTED
  return [
    ...changes.slice(0, LISTED).map(lineOf),
    ...(more > 0 ? [`and ${more} more`] : []),
    '',
    `Sent by Fulcrum on ${appliance}. All changes of state: Reports > State Changes.`,
  ].join('\n')
}

const lineOf = (change: StateChange): string =>
  `${stampOf(change.at)}  ${nameOf(change)}: ${STATE_WORDS[change.to]} (was ${STATE_WORDS[change.from]})${change.reason ? `, ${change.reason}` : ''}`

const stampOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** What a webhook is given for one change. */
export const bodyOf = (change: StateChange, appliance: string) => ({
  at: new Date(change.at).toISOString(),
  service: change.service,
  ...(change.row === 'server' ? { server: change.label } : {}),
  from: STATE_WORDS[change.from],
  to: STATE_WORDS[change.to],
  reason: change.reason,
  appliance,
})

/** A letter and a body that say that they are only a test. */
export const testLetter = (mail: NonNullable<Targets['mail']>, appliance: string): Outgoing => ({
  type: 'mail',
  ...mail,
  subject: `[${appliance}] Test of notifications`,
  text: `This is a test. ${appliance} can send you e-mail.\n`,
})

export const testBody = (appliance: string, at: number) => ({
  at: new Date(at).toISOString(),
  service: '',
  from: '',
  to: '',
  reason: 'This is a test.',
  appliance,
})
