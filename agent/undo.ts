// A change that nobody confirmed, undone: by the agent in its turn, or by a process of its own when the agent is dead.
import { setTimeout as pause } from 'node:timers/promises'
import { Confirm, type Pending } from './confirm.ts'
import { readGeneration } from './generations.ts'
import { messageOf, say } from './log.ts'
import type { Machine } from './machine.ts'
import type { Places } from './places.ts'
import { standOn } from './stand.ts'
import { RealMachine } from './verbs/index.ts'
import { type Daemon, endProcess, findDaemon, startDaemon } from './verbs/processes.ts'

/** An agent that lives is so much sooner. In seconds. */
const GRACE = 3
const EVERY = 250

/** Undoes what waits, now. Answers what could not be done, in sentences; null where nothing waits any more. */
export async function undo(places: Places, machine: Machine, confirm: Confirm): Promise<string[] | null> {
  const undone = confirm.undo()
  if (!undone) return null
  const { failures } = await standOn(machine, readGeneration(places, undone.from), ['front'])
  confirm.undone()
  say(`${undoneSentence(undone)} ${failures.join(' ')}`)
  return failures
}

export const undoneSentence = ({ from, to, author }: Pending): string =>
  `Generation ${to} of ${author} was not confirmed and is undone: the appliance stands on generation ${from} again.`

/** The command of the process that outlives the agent: waits, and undoes if the agent does not. Ends when nothing waits. */
export async function guard(places: Places): Promise<void> {
  const confirm = new Confirm(places)
  for (; confirm.pending(); await pause(EVERY))
    if (confirm.isDue(GRACE)) await undo(places, new RealMachine(places), confirm)
}

/** `command`: what runs `guard` for these places. */
export const guardDaemon = (places: Places, command: readonly string[]): Daemon => ({
  program: command[0] ?? process.execPath,
  args: command.slice(1),
  cwd: '/',
  log: `${places.confirm}/guard.log`,
  pidFile: `${places.run}/guard.pid`,
  env: { FULCRUM_STATE: places.state, FULCRUM_RUN: places.run },
})

/** One is enough. */
export async function startGuard(daemon: Daemon): Promise<void> {
  if (!findDaemon(daemon)) await startDaemon(daemon, (how) => say(`the guard of a change ${how}`))
}

/** Where everything is taken down nothing is undone any more: the next start does that. */
export async function endGuard(daemon: Daemon): Promise<void> {
  const running = findDaemon(daemon)
  if (running) await endProcess(running).catch((error) => say(messageOf(error)))
}
