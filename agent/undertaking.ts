// One commit or operation under way: each of its steps, and the way back from wherever it failed.
import type { Render } from '../lib/areas/plan.ts'
import type { Difference, Raw } from '../lib/model/observed.ts'
import type { Step } from '../lib/model/step.ts'
import type { Progress } from '../lib/protocol/messages.ts'
import { type Confirm, changeOf } from './confirm.ts'
import {
  deleteGeneration,
  type Generation,
  numberOf,
  point,
  pruneGenerations,
  setAside,
  writeGeneration,
} from './generations.ts'
import { commitNote, noteReadBack } from './history.ts'
import { messageOf } from './log.ts'
import { type Machine, Refusal, Silent } from './machine.ts'
import { generationFolder, type Places } from './places.ts'
import { readBack } from './readback.ts'
import { standOn, standOnAddresses } from './stand.ts'

export interface Work {
  places: Places
  machine: Machine
  render: Render
  /** How long the machine may take to become what it was told, in milliseconds. */
  patience: number
  /** The machine as the last read-back saw it; whoever looks next need not ask everything again. */
  seen?: Raw | null
  /** Tests only: called after every step that was done. */
  afterStep: (step: Step, index: number) => Promise<void> | void
  confirm: Confirm
  /** Starts what undoes a change when nobody of the agent lives; absent in tests that have no such process. */
  guard?: () => Promise<void>
}

/** What the read-back found to differ. */
class Differs extends Error {
  readonly differences: Difference[]
  constructor(differences: Difference[]) {
    super(differences.map((d) => d.message).join(' '))
    this.differences = differences
  }
}

export class Undertaking {
  /** What was read back, and what became of connections. */
  readonly sentences: string[] = []
  private readonly work: Work
  private readonly steps: readonly Step[]
  private readonly base: Generation
  private readonly next: Generation
  private readonly startedAt = Date.now()
  /** A daemon was told something. */
  private touched = false

  constructor(work: Work, steps: readonly Step[], base: Generation, next: Generation) {
    this.work = work
    this.steps = steps
    this.base = base
    this.next = next
  }

  async do(step: Step): Promise<void> {
    const { places, machine } = this.work
    switch (step.do) {
      case 'write':
        return writeGeneration(places, this.next, [commitNote(this.base, this.next)])
      case 'check':
        return machine.check(step.unit, generationFolder(places, this.next.number))
      case 'arm-undo':
        return this.armUndo()
      case 'switch':
        return point(places, 'current', this.next.number)
      case 'add-address':
        return machine.addAddress(step.address, step.interface)
      case 'remove-address':
        return void this.sentences.push(await machine.removeAddress(step.address, step.interface))
      case 'set-weights':
        return machine.setWeights()
      case 'reload':
      case 'restart':
      case 'stop':
        this.touched = true
        return machine[step.do](step.unit)
      case 'read-back':
        return this.readBack()
      case 'keep':
        noteReadBack(places, this.next.number, this.sentences)
        this.work.confirm.begin()
        point(places, 'kept', this.next.number)
        return pruneGenerations(places)
    }
  }

  private async armUndo(): Promise<void> {
    const { confirm, guard } = this.work
    confirm.arm(this.base, this.next, changeOf(this.base, this.next))
    await guard?.()
  }

  private async readBack(): Promise<void> {
    const leaving = this.steps.flatMap((s) => (s.do === 'remove-address' ? [s.address] : []))
    const started = this.steps.some((s) => (s.do === 'reload' || s.do === 'restart') && s.unit === 'haproxy')
    const { differences, sentences, seen } = await readBack(
      this.work.machine,
      {
        generation: this.next,
        leaving,
        steps: this.steps,
        ...(started ? { workerSince: this.startedAt } : {}),
      },
      this.work.patience,
    )
    if (differences.length) throw new Differs(differences)
    this.sentences.push(...sentences)
    this.work.seen = seen
  }

  /** Makes the failure undone, and says what it was. */
  async takeBack(error: unknown): Promise<Progress> {
    this.work.seen = null
    const switched = this.isSwitched()
    const failures = await this.backToBase(error, switched)
    if (error instanceof Refusal && !switched && failures.length === 0) return this.refused(error)
    return {
      type: 'reverted',
      reason: [messageOf(error), ...failures].join(' '),
      restored: failures.length === 0,
      differences: error instanceof Differs ? error.differences : [],
    }
  }

  private isSwitched(): boolean {
    const { base, next, work } = this
    return next.number !== base.number && numberOf(work.places, 'current') === next.number
  }

  /** What keeps the base from running again, in sentences. Where no daemon was touched this only takes addresses away. */
  private async backToBase(error: unknown, switched: boolean): Promise<string[]> {
    const { machine, patience } = this.work
    const untold = this.filesBack(switched)
    const doubtful = switched || error instanceof Differs || (this.touched && !(error instanceof Silent))
    if (!doubtful) return [...untold, ...(await standOnAddresses(machine, this.base))]
    const doubted = this.steps.flatMap((s) =>
      s.do === 'reload' || s.do === 'restart' || s.do === 'stop' ? [s.unit] : [],
    )
    const { failures } = await standOn(
      machine,
      this.base,
      switched || error instanceof Differs ? doubted : [],
    )
    const back = await readBack(machine, { generation: this.base, leaving: [] }, patience)
    // What answers as it did before is restored, whatever went wrong on the way.
    return back.differences.length
      ? [...untold, ...failures, ...back.differences.map((d) => d.message)]
      : untold
  }

  /** A full disk may keep even this from being done; then it is said. */
  private filesBack(switched: boolean): string[] {
    const { base, next, work } = this
    try {
      if (switched) {
        point(work.places, 'current', base.number)
        setAside(work.places, next.number)
        work.confirm.disarm()
      } else if (next.number !== base.number) {
        deleteGeneration(work.places, next.number)
        work.confirm.disarm()
      }
      return []
    } catch (error) {
      return [messageOf(error)]
    }
  }

  private refused(refusal: Refusal): Progress {
    const file = this.next.files.find((f) => f.path === refusal.file)
    const origin = refusal.lineNumber === null ? null : file?.origins?.[refusal.lineNumber - 1]
    return {
      type: 'refused',
      unit: refusal.unit,
      file: refusal.file,
      line: refusal.message,
      lineNumber: refusal.lineNumber,
      origin: origin ?? null,
    }
  }
}
