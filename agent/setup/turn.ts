// One at a time in a checkout: what two commands must not do at once, the second does after the first.
import { takeLock } from '../lock.ts'
import { Plain, sleep } from './tools.ts'

const EVERY = 100
/** Ten times what a build takes. */
const LONGEST = 600_000

/** Does it once nobody else does; `waiting` is called once when somebody does. A lock left by a dead process counts for nothing. */
export async function inTurn<T>(lock: string, waiting: () => void, doing: () => Promise<T>): Promise<T> {
  const unlock = await taken(lock, waiting)
  try {
    return await doing()
  } finally {
    unlock()
  }
}

async function taken(lock: string, waiting: () => void): Promise<() => void> {
  let held = false
  for (const end = Date.now() + LONGEST; Date.now() < end; await sleep(EVERY))
    try {
      return takeLock(lock)
    } catch {
      if (!held) waiting()
      held = true
    }
  throw new Plain(`${lock} was not given free within ten minutes.`)
}
