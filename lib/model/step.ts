// What there is to do to the machine, as data, and how much each thing disturbs traffic.
import { z } from 'zod'
import { CONFIRM_WITHIN } from './within.ts'

/** Daemons the agent runs. */
export const UNITS = ['haproxy', 'front', 'fallback', 'checks', 'layer4', 'login'] as const
export const unitName = z.enum(UNITS)
export type UnitName = z.infer<typeof unitName>

/** The names people know the units by. */
export const UNIT_TITLES: Record<UnitName, string> = {
  haproxy: 'HAProxy',
  front: 'the console’s web server',
  fallback: 'the fallback page',
  checks: 'the check runner',
  layer4: 'keepalived',
  login: 'the login unit',
}

export const step = z.discriminatedUnion('do', [
  /** Write the new generation's files. */
  z.strictObject({ do: z.literal('write') }),
  /** Have the unit's real program check them where they lie, and what it is blind to. */
  z.strictObject({ do: z.literal('check'), unit: unitName }),
  /** See to it that all of it is undone unless somebody confirms it in time. */
  z.strictObject({ do: z.literal('arm-undo') }),
  z.strictObject({ do: z.literal('add-address'), address: z.string(), interface: z.string() }),
  /** Make the new generation `current` by one rename. */
  z.strictObject({ do: z.literal('switch') }),
  /** Reload, or start a unit that does not run. */
  z.strictObject({ do: z.literal('reload'), unit: unitName }),
  /** Give the running HAProxy the weights of its new file, in which nothing else differs. */
  z.strictObject({ do: z.literal('set-weights'), unit: z.literal('haproxy') }),
  z.strictObject({ do: z.literal('restart'), unit: unitName }),
  z.strictObject({ do: z.literal('stop'), unit: unitName }),
  /** Ask the running things what they do, and compare. */
  z.strictObject({ do: z.literal('read-back') }),
  z.strictObject({ do: z.literal('remove-address'), address: z.string(), interface: z.string() }),
  /** Note that the generation was read back, so that no restart questions it. */
  z.strictObject({ do: z.literal('keep') }),
])
export type Step = z.infer<typeof step>

/** How much a step disturbs traffic, least first. */
export const CONSEQUENCES = ['none', 'runtime', 'reload', 'restart', 'failover'] as const
export const consequence = z.enum(CONSEQUENCES)
export type Consequence = z.infer<typeof consequence>

export function consequenceOf(s: Step): Consequence {
  switch (s.do) {
    case 'add-address':
    case 'remove-address':
    case 'set-weights':
      return 'runtime'
    case 'reload':
      return 'reload'
    case 'restart':
    case 'stop':
      return 'restart'
    default:
      return 'none'
  }
}

export const worst = (all: readonly Consequence[]): Consequence =>
  all.reduce<Consequence>((w, c) => (CONSEQUENCES.indexOf(c) > CONSEQUENCES.indexOf(w) ? c : w), 'none')

/** The step as an order: Reload HAProxy. A reload of a unit that does not run is its start. */
export function stepText(s: Step, runs = true): string {
  switch (s.do) {
    case 'write':
      return 'Write the new files beside those that run'
    case 'check':
      return `Have ${UNIT_TITLES[s.unit]} check its new files`
    case 'arm-undo':
      return `Undo it after ${CONFIRM_WITHIN} s, unless it is kept over the new connection`
    case 'add-address':
      return `Add address ${s.address} to ${s.interface}`
    case 'switch':
      return 'Make the new files the current ones'
    case 'reload':
      return `${runs ? 'Reload' : 'Start'} ${UNIT_TITLES[s.unit]}`
    case 'set-weights':
      return 'Set the changed weights in HAProxy'
    case 'restart':
      return `Restart ${UNIT_TITLES[s.unit]}`
    case 'stop':
      return `Stop ${UNIT_TITLES[s.unit]}`
    case 'read-back':
      return 'Read back what runs, and compare'
    case 'remove-address':
      return `Remove address ${s.address} from ${s.interface}`
    case 'keep':
      return 'Note that it was read back'
  }
}
