// Bring the machine to where a generation says, from wherever it is: on the agent's start, and on the way back.
import { UNIT_TITLES, UNITS, type UnitName } from '../lib/model/step.ts'
import { digestOfUnit, isConfigured } from './digests.ts'
import type { Generation } from './generations.ts'
import { messageOf } from './log.ts'
import type { Machine } from './machine.ts'
import { wantedAddresses } from './rules.ts'

export interface Stood {
  /** What ran another configuration and got the right one: unit titles. */
  corrected: string[]
  /** What could not be done, in sentences. */
  failures: string[]
}

/**
 * `current` must point at the generation. What already runs it is not touched, but for the units that are
 * `doubted`; no failure keeps the rest from being done.
 */
export async function standOn(
  machine: Machine,
  generation: Generation,
  doubted: readonly UnitName[] = [],
): Promise<Stood> {
  const stood: Stood = { corrected: [], failures: [] }
  const attempt = async (what: string, doing: () => Promise<unknown>) => {
    try {
      await doing()
    } catch (error) {
      stood.failures.push(`${what}: ${messageOf(error)}`)
    }
  }
  const wanted = wantedAddresses(generation.files)
  const needless = machine.ownAddresses().filter((own) => !wanted.some((w) => w.address === own.address))
  for (const a of wanted) await attempt(a.address, () => machine.addAddress(a.address, a.interface))
  for (const unit of UNITS)
    await attempt(UNIT_TITLES[unit], async () => {
      if (await standUnit(machine, generation, unit, doubted)) stood.corrected.push(UNIT_TITLES[unit])
    })
  for (const a of needless) await attempt(a.address, () => machine.removeAddress(a.address, a.interface))
  return stood
}

/** Whether it ran something else before. */
async function standUnit(
  machine: Machine,
  generation: Generation,
  unit: UnitName,
  doubted: readonly UnitName[],
): Promise<boolean> {
  const running = machine.isRunning(unit)
  const wanted = digestOfUnit(generation.files, unit)
  if (isConfigured(unit) && wanted === null) {
    if (running) await machine.stop(unit)
    return running
  }
  const right = running && (await machine.digest(unit, generation.files)) === wanted
  if (right && !doubted.includes(unit)) {
    if (unit === 'haproxy') await machine.setWeights()
    return false
  }
  await machine.reload(unit)
  return running && !right
}
