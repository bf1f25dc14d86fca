// Put together: one agent for one state directory, from its start to its end.
import { type Render, renderAll } from '../lib/areas/plan.ts'
import type { Step } from '../lib/model/step.ts'
import type { Progress } from '../lib/protocol/messages.ts'
import { commit, operate } from './apply.ts'
import { Audit } from './audit.ts'
import { recover } from './boot.ts'
import { certificatesKept, keepCertificate } from './certificates.ts'
import { Confirm } from './confirm.ts'
import { appliedOf, forgetGenerations, numberOf, readGeneration } from './generations.ts'
import { generationAnswer, recordsOf } from './history.ts'
import { takeLock } from './lock.ts'
import { say } from './log.ts'
import type { Machine } from './machine.ts'
import { Mending } from './mend.ts'
import type { Pace } from './notify.ts'
import { type Places, preparePlaces } from './places.ts'
import { openDoor } from './server.ts'
import { correctStates, setServerStates } from './set-states.ts'
import { startTelling } from './telling.ts'
import { tryCheck } from './try-check.ts'
import type { Work } from './undertaking.ts'
import { guardDaemon, startGuard, undo } from './undo.ts'
import { groupId } from './verbs/accounts.ts'
import { RealMachine } from './verbs/index.ts'
import { forgetSecrets, keepSecret } from './verbs/secrets.ts'
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
  /** How soon and how often notifications are tried; tests only. */
  pace?: Pace
  /** Seconds that a change has to be confirmed in; tests only. */
  within?: number
  /** What runs the guard that undoes a change when the agent is dead; absent: nobody does. */
  guard?: readonly string[]
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
    confirm: new Confirm(places, options.within),
    ...(options.guard ? { guard: guardOf(places, options.guard) } : {}),
  }
  const { confirm } = work
  const notices = await recover(places, machine, work.patience, confirm)
  for (const notice of notices) say(notice)
  const turns = new Turns()
  const telling = await startTelling(places, options.pace)
  const { history, notifier } = telling
  const audit = new Audit(places.audit, places.auditHead)
  const watch: Watch = new Watch({
    places,
    machine,
    notices,
    record: telling.record,
    confirmation: () => confirm.told(),
    trouble: () => (history.trouble ? [history.trouble] : []),
    busy: () => turns.taken,
    correct: () => turns.alone(() => correctStates(work, watch.standing())),
    every: options.every ?? 1000,
  })
  await watch.look()
  const mending = new Mending(work)
  const undoNow = () =>
    turns.alone(async () => {
      const failures = await undo(places, machine, confirm)
      if (failures?.length) mending.owe()
      return failures !== null
    })
  const alone = (doing: () => AsyncIterable<Progress>) =>
    turns.take(
      () => mending.follow(doing()),
      () => {
        const { seen } = work
        work.seen = null
        return watch.look(seen ?? undefined)
      },
    )
  const door = await openDoor(places.socket, groupId(GROUP), {
    facts: () => machine.facts(),
    applied: () => appliedOf(readGeneration(places, numberOf(places, 'current'))),
    generations: () => recordsOf(places),
    generation: ({ generation }) => generationAnswer(places, generation),
    tryCheck,
    commit: (input) => alone(() => commit(work, input)),
    operate: (input) => alone(() => operate(work, input)),
    setServerStates: (input) =>
      turns.alone(async () => {
        const set = await setServerStates(work, watch.standing(), input)
        watch.saw(set)
        return set.outcome
      }),
    keepSecret: ({ name, value }) => keepSecret(places, name, value),
    forgetSecrets: ({ used }) => ({ forgotten: forgetSecrets(places, used) }),
    stateChanges: (query) => history.find(query),
    counters: () => machine.counters(),
    auditAppend: audit.append,
    auditRead: audit.read,
    notifyTest: () => notifier.test(),
    notifications: () => notifier.state(),
    connections: (input) => machine.connections(input),
    entries: (wanted) => machine.entries(wanted),
    layer4Status: () => watch.layer4(),
    keepCertificate: (input) => keepCertificate(places, input),
    certificates: () => certificatesKept(places),
    keep: ({ id, over }) => ({ outcome: confirm.keep(id, over) }),
    undo: async ({ id }) => {
      const undone = confirm.pending()?.id === id && (await undoNow())
      await watch.look()
      return { outcome: undone ? 'undone' : 'gone' }
    },
    watch: (watcher) => watch.add(watcher),
  })
  void watch.run(async () => {
    await door.keep()
    if (confirm.isDue()) await undoNow()
    if (mending.owes) await turns.alone(() => mending.mend())
  })
  say(`agent ready, standing on generation ${numberOf(places, 'current')}`)
  return {
    notices,
    stop: async () => {
      door.close()
      await watch.end()
      telling.end()
      unlock()
    },
  }
}

const guardOf = (places: Places, command: readonly string[]) => () => startGuard(guardDaemon(places, command))

/** One commit or operation at a time; the others wait. */
class Turns {
  taken = false
  private last: Promise<void> = Promise.resolve()

  /** `after` is called when the machine is settled again, before the last message goes out. */
  async *take(doing: () => AsyncIterable<Progress>, after: () => Promise<void>): AsyncGenerator<Progress> {
    const done = await this.turn()
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
      done()
    }
  }

  /** For what has one answer and leaves the machine settled by itself. */
  async alone<T>(doing: () => Promise<T>): Promise<T> {
    const done = await this.turn()
    try {
      return await doing()
    } finally {
      done()
    }
  }

  /** Waits for everybody before; what it answers gives the turn to the next. */
  private async turn(): Promise<() => void> {
    const before = this.last
    let next = () => {}
    this.last = new Promise((resolve) => {
      next = resolve
    })
    await before
    this.taken = true
    return () => {
      this.taken = false
      next()
    }
  }
}
