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
  const corrected: string[] = []
  const failures = await bringUp(machine, generation)
  for (const unit of UNITS)
    failures.push(
      ...(await attempt(UNIT_TITLES[unit], async () => {
        if (await standUnit(machine, generation, unit, doubted)) corrected.push(UNIT_TITLES[unit])
      })),
    )
  failures.push(...(await takeAway(machine, generation)))
  return { corrected, failures }
}

/** The same for the addresses alone: what could not be done, in sentences. */
export const standOnAddresses = async (machine: Machine, generation: Generation): Promise<string[]> => [
  ...(await bringUp(machine, generation)),
  ...(await takeAway(machine, generation)),
]

async function bringUp(machine: Machine, { files }: Generation): Promise<string[]> {
  const failures: string[] = []
  for (const a of wantedAddresses(files))
    failures.push(...(await attempt(a.address, () => machine.addAddress(a.address, a.interface))))
  return failures
}

async function takeAway(machine: Machine, { files }: Generation): Promise<string[]> {
  const wanted = new Set(wantedAddresses(files).map((w) => w.address))
  const failures: string[] = []
  for (const a of machine.ownAddresses().filter((own) => !wanted.has(own.address)))
    failures.push(...(await attempt(a.address, () => machine.removeAddress(a.address, a.interface))))
  return failures
}

/** Why it could not be done, as a sentence; empty when it was. */
async function attempt(what: string, doing: () => Promise<unknown>): Promise<string[]> {
  try {
    await doing()
    return []
  } catch (error) {
    return [`${what}: ${messageOf(error)}`]
  }
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
