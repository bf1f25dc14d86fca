// Take everything down: stop every unit, and take away the addresses that were brought up.
import { UNITS } from '../lib/model/step.ts'
import { takeLock } from './lock.ts'
import { messageOf } from './log.ts'
import { type Places, preparePlaces } from './places.ts'
import { endGuard, guardDaemon } from './undo.ts'
import { RealMachine } from './verbs/index.ts'

/** Returns what was done and what could not be, in sentences. Throws while an agent runs: it would start everything again. */
export async function takeDown(places: Places, guard?: readonly string[]): Promise<string[]> {
  preparePlaces(places)
  const unlock = takeLock(places.lock)
  try {
    const machine = new RealMachine(places)
    if (guard) await endGuard(guardDaemon(places, guard)) // it would start daemons again
    for (const unit of UNITS) await machine.stop(unit)
    const sentences: string[] = []
    for (const own of machine.ownAddresses())
      sentences.push(await machine.removeAddress(own.address, own.interface).catch(messageOf))
    return sentences
  } finally {
    unlock()
  }
}
