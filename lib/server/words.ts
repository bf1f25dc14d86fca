// What plans, jobs and refusals are told in: steps and their consequence as sentences.
import type { Documents, Item } from '../model/document.ts'
import type { Row, UnitState } from '../model/observed.ts'
import { type Step, stepText, UNIT_TITLES, type UnitName } from '../model/step.ts'
import { CONFIRM_WITHIN } from '../model/within.ts'

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What a consequence is computed from. */
export interface Seen {
  rows: readonly Row[]
  units: readonly UnitState[]
}

/** Whether the unit is there to be reloaded, as far as anybody knows; else a reload is its start. */
const runs = (seen: Seen, unit: UnitName): boolean =>
  seen.units.find((u) => u.unit === unit)?.state !== 'stopped'

/** The step as an order, knowing what runs. */
export const stepWords = (step: Step, seen: Seen): string =>
  stepText(step, !('unit' in step) || runs(seen, step.unit))

/** The consequence of the steps, the main sentence first; steps that disturb nothing say nothing. */
export function consequenceSentences(steps: readonly Step[], seen: Seen): string[] {
  const units = steps.filter((s) => s.do === 'reload' || s.do === 'restart' || s.do === 'stop')
  const addresses = steps.filter((s) => s.do === 'add-address' || s.do === 'remove-address')
  const weights = steps.some((s) => s.do === 'set-weights')
  return [
    ...(weights ? ['HAProxy takes the changed weights at once, without a reload.'] : []),
    ...(steps.some((s) => s.do === 'arm-undo')
      ? [`It is undone after ${CONFIRM_WITHIN} s, unless somebody keeps it over the new connection.`]
      : []),
    ...units.map((s) => unitSentence(s.do, s.unit, seen)),
    ...addresses.map((s) =>
      s.do === 'add-address'
        ? `${s.address} comes up on ${s.interface}.`
        : `${s.address} leaves ${s.interface}; ${closed(connectionsOn(seen, (r) => r.address === s.address))}.`,
    ),
  ]
}

function unitSentence(what: 'reload' | 'restart' | 'stop', unit: UnitName, seen: Seen): string {
  const name = capital(UNIT_TITLES[unit])
  if (what === 'reload' && !runs(seen, unit)) return `${name} starts.`
  if (unit === 'layer4') return layer4Sentence(what, name, seen)
  if (unit !== 'haproxy') return `${name} ${what}s. Traffic is not affected.`
  const open = connectionsOn(seen, (r) => r.area === 'layer7')
  if (what === 'reload') return `HAProxy reloads. No connection is cut${staying(open)}.`
  return what === 'stop'
    ? `HAProxy stops, because no service is left; ${closed(open)}.`
    : `HAProxy restarts; ${closed(open)}, and for a moment no service answers.`
}

const staying = (open: number | null): string => {
  if (open === null || open === 0) return ''
  return open === 1
    ? ': the open one finishes on the old process'
    : `: the ${open} open ones finish on the old process`
}

const closed = (open: number | null): string => {
  if (open === null) return 'its open connections are closed'
  if (open === 0) return 'no connection is open on it'
  return open === 1 ? 'one connection on it is closed' : `${open} connections on it are closed`
}

/** The kernel forwards the packets; keepalived only tells it where to. */
function layer4Sentence(what: 'reload' | 'restart' | 'stop', name: string, seen: Seen): string {
  if (what !== 'stop') return `${name} ${what}s. Open connections of Layer 4 go on.`
  const open = connectionsOn(seen, (r) => r.area === 'layer4')
  return `${name} stops, because no Layer 4 service is left; ${closed(open)}.`
}

/** Open connections of some services; null when nobody could say. */
function connectionsOn(seen: Seen, of: (row: Row) => boolean): number | null {
  const services = seen.rows.filter((r) => r.row === 'service' && of(r))
  if (services.some((r) => r.connections === null)) return null
  return services.reduce((sum, r) => sum + (r.connections ?? 0), 0)
}

/** Which clients lose their server, because what ties them to it goes: a name of a table or cookie, or the way they are tied. */
export const persistenceSentences = (before: Documents, after: Documents): string[] =>
  after.layer7.items.flatMap((item) => {
    const was = before.layer7.items.find((i) => i.id === item.id)
    return was ? lostPersistence(was, item, modeOf(before, was), modeOf(after, item)) : []
  })

/** How clients are tied in the item's service: `none`, `source` or `cookie`. */
const modeOf = (documents: Documents, item: Item): unknown =>
  (documents.layer7.items.find((i) => i.id === item.parent) ?? item).data.persistence

/** SERVERID in what an older release saved. */
const nameOfCookie = (item: Item): unknown => item.data.cookieName ?? 'SERVERID'

function lostPersistence(was: Item, is: Item, before: unknown, after: unknown): string[] {
  if (before === 'none' || before === undefined) return []
  const isServer = is.kind === 'real-server'
  if (before !== after)
    return isServer
      ? []
      : [`Changing the Persistence Mode of ${is.label} forgets which client belongs to which server.`]
  if (before === 'cookie' && !isServer && nameOfCookie(was) !== nameOfCookie(is))
    return [`The new HTTP Cookie Name of ${is.label} forgets which client belongs to which server.`]
  // A service's table bears its name; cookies do not.
  if (was.label === is.label || (!isServer && before === 'cookie')) return []
  return [`Renaming ${was.label} to ${is.label} empties its persistence: its clients are spread anew.`]
}
