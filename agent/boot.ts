// The agent's start: where a killed one left off, and which generation the machine stands on.
import { Confirm } from './confirm.ts'
import { CONFIGURED } from './digests.ts'
import { begun, deleteGeneration, numberOf, point, readGeneration, setAside } from './generations.ts'
import { noteReadBack } from './history.ts'
import type { Machine } from './machine.ts'
import type { Places } from './places.ts'
import { readBack } from './readback.ts'
import { type Stood, standOn } from './stand.ts'
import { undoneSentence } from './undo.ts'

/** Brings the machine wholly to one generation. Returns what people should know of it, in sentences. */
export async function recover(
  places: Places,
  machine: Machine,
  patience: number,
  confirm = new Confirm(places),
): Promise<string[]> {
  const undone = confirm.resume()
  const interrupted = numberOf(places, 'current') !== numberOf(places, 'kept')
  const said = await recoverTo(places, machine, patience)
  if (interrupted) confirm.settled()
  if (!undone) return said
  confirm.undone()
  return [undoneSentence(undone), ...said]
}

async function recoverTo(places: Places, machine: Machine, patience: number): Promise<string[]> {
  const unfinished = begun(places)
  for (const n of unfinished) deleteGeneration(places, n)
  const current = numberOf(places, 'current')
  const stood = await standOn(machine, readGeneration(places, current))
  if (current !== numberOf(places, 'kept')) return settle(places, machine, stood, patience)
  const stopped = unfinished.map(
    (n) => `The agent ended while it prepared generation ${n}; ${standsOn(current)}, as before.`,
  )
  return [...stopped, ...correctedNotice(stood, current), ...stood.failures]
}

const standsOn = (n: number): string => `the appliance stands on generation ${n}`

const correctedNotice = ({ corrected }: Stood, current: number): string[] =>
  corrected.map((title) => `${title} ran another configuration; ${standsOn(current)} again.`)

/** `current` was switched to and never read back: it is now, and kept, or the one before runs again. */
async function settle(places: Places, machine: Machine, stood: Stood, patience: number): Promise<string[]> {
  const current = numberOf(places, 'current')
  const generation = readGeneration(places, current)
  const { differences } = await readBack(machine, { generation, leaving: [] }, patience)
  if (stood.failures.length === 0 && differences.length === 0) {
    noteReadBack(places, current, ['The agent was killed in between; its next start read everything back.'])
    point(places, 'kept', current)
    return [`The agent ended in the middle of a commit, which was completed: ${standsOn(current)}.`]
  }
  const kept = numberOf(places, 'kept')
  point(places, 'current', kept)
  setAside(places, current)
  const back = await standOn(machine, readGeneration(places, kept), CONFIGURED)
  const why = [...stood.failures, ...differences.map((d) => d.message)].join(' ')
  return [
    `The agent ended in the middle of a commit, which was taken back: ${standsOn(kept)}. ${why}`,
    ...back.failures,
  ]
}
