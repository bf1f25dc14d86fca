// Put together: one agent for one state directory, from its start to its end.
import { type Render, renderAll } from '../lib/areas/plan.ts'
import type { Step } from '../lib/model/step.ts'
import type { Progress } from '../lib/protocol/messages.ts'
import { commit, operate } from './apply.ts'
import { recover } from './boot.ts'
import { appliedOf, forgetGenerations, numberOf, readGeneration } from './generations.ts'
import { takeLock } from './lock.ts'
import { say } from './log.ts'
import type { Machine } from './machine.ts'
import { type Places, preparePlaces } from './places.ts'
import { listen } from './server.ts'
import type { Work } from './undertaking.ts'
import { groupId } from './verbs/accounts.ts'
import { RealMachine } from './verbs/index.ts'
import { Watch } from './watch.ts'

export interface AgentOptions {
  places: Places
  /** Tests only: a machine, a renderer and a hook of their own. */
  machine?: Machine
  render?: Render
  afterStep?: (step: Step, index: number) => Promise<void> | void
  /** How long a commit waits for what it reads back, in milliseconds. */
  patience?: number
  /** Milliseconds between two looks. */
  every?: number
}

export interface Agent {
  /** Sentences about what a former agent left behind. */
  notices: string[]
  /** Ends the agent. What it started goes on. */
  stop: () => Promise<void>
}

/** The group that may talk to the agent: the console's. */
const GROUP = 'fulcrum'

/** Resolves when the machine stands on one generation and the agent can be asked. Needs neither console nor database. */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const { places } = options
  preparePlaces(places)
  const unlock = takeLock(places.lock)
  forgetGenerations()
  const machine = options.machine ?? new RealMachine(places)
  const work: Work = {
    places,
    machine,
    render: options.render ?? renderAll,
    patience: options.patience ?? 10_000,
    afterStep: options.afterStep ?? (() => {}),
  }
  const notices = await recover(places, machine, work.patience)
  for (const notice of notices) say(notice)
  const turns = new Turns()
  const watch = new Watch({
    places,
    machine,
    notices,
    busy: () => turns.taken,
    every: options.every ?? 1000,
  })
  await watch.look()
  const alone = (doing: () => AsyncIterable<Progress>) => turns.take(doing, () => watch.look())
  const server = await listen(places.socket, groupId(GROUP), {
    facts: () => machine.facts(),
    applied: () => appliedOf(readGeneration(places, numberOf(places, 'current'))),
    commit: (input) => alone(() => commit(work, input)),
    operate: (input) => alone(() => operate(work, input)),
    watch: (watcher) => watch.add(watcher),
  })
  void watch.run()
  say(`agent ready, standing on generation ${numberOf(places, 'current')}`)
  return {
    notices,
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await watch.end()
      unlock()
    },
  }
}

/** One commit or operation at a time; the others wait. */
class Turns {
  taken = false
  private last: Promise<void> = Promise.resolve()

  /** `after` is called when the machine is settled again, before the last message goes out. */
  async *take(doing: () => AsyncIterable<Progress>, after: () => Promise<void>): AsyncGenerator<Progress> {
    const before = this.last
    let done = () => {}
    this.last = new Promise((resolve) => {
      done = resolve
    })
    await before
    this.taken = true
    try {
      let latest: Progress | null = null
      for await (const message of doing()) {
        if (latest) yield latest
        latest = message
      }
      this.taken = false
      await after()
      if (latest) yield latest
    } finally {
      this.taken = false
      done()
    }
  }
}
