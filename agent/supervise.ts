// Units that end are started again: after 1, 2, 4 ... 60 seconds, with count and reason. Pure but for what it is told to do.
import type { UnitState } from '../lib/model/observed.ts'
import { UNIT_TITLES, type UnitName } from '../lib/model/step.ts'

/** A unit that has run this long has recovered: the count begins anew. */
const RECOVERED = 60_000
/** One that lives and has not answered for so long is called silent. */
const SILENT_AFTER = 3000

interface Record {
  /** When it was first seen to run, or to have ended; null before the first look. */
  since: number | null
  alive: boolean
  restarts: number
  /** Not started again before this. */
  nextStart: number
  starting: boolean
  reason: string
  answeredAt: number
}

export interface Sight {
  unit: UnitName
  /** Whether it is to run. */
  wanted: boolean
  alive: boolean
  answering: boolean
}

/** Keeps the history of every unit. `start` is called for each start; it must not throw. */
export class Supervisor {
  private readonly records = new Map<UnitName, Record>()
  private readonly start: (unit: UnitName) => Promise<string | null>

  /** `start` answers null, or why it failed. */
  constructor(start: (unit: UnitName) => Promise<string | null>) {
    this.start = start
  }

  /** Told by whoever started the unit, when it ends. */
  ended(unit: UnitName, how: string): void {
    this.recordOf(unit, 0).reason = `${UNIT_TITLES[unit]} ${how}`
  }

  /** Told before somebody else starts, reloads or stops the unit: what was is no longer counted. */
  forget(unit: UnitName): void {
    this.records.delete(unit)
  }

  see(sight: Sight, now: number): UnitState {
    const record = this.recordOf(sight.unit, now)
    if (!sight.wanted) return this.stateOf(sight.unit, 'stopped', record, '')
    if (sight.alive !== record.alive || record.since === null) {
      record.since = now
      record.alive = sight.alive
      record.answeredAt = now
    }
    return sight.alive ? this.living(sight, record, now) : this.dead(sight.unit, record, now)
  }

  private living(sight: Sight, record: Record, now: number): UnitState {
    if (sight.answering) record.answeredAt = now
    if (now - (record.since ?? now) > RECOVERED) {
      record.restarts = 0
      record.reason = ''
    }
    if (now - record.answeredAt <= SILENT_AFTER)
      return this.stateOf(sight.unit, 'running', record, record.reason)
    const seconds = Math.round((now - record.answeredAt) / 1000)
    const reason = `${UNIT_TITLES[sight.unit]} runs, but has not answered for ${seconds} s.`
    return this.stateOf(sight.unit, 'silent', record, reason)
  }

  private dead(unit: UnitName, record: Record, now: number): UnitState {
    if (record.nextStart === 0) record.nextStart = now + delayAfter(record.restarts)
    if (record.reason === '') record.reason = `${UNIT_TITLES[unit]} ended while nobody was looking.`
    if (record.starting || now < record.nextStart) return this.stateOf(unit, 'failed', record, record.reason)
    record.starting = true
    record.restarts += 1
    record.nextStart = 0
    void this.start(unit).then((failure) => {
      record.starting = false
      if (failure) record.reason = failure
    })
    return this.stateOf(unit, 'starting', record, record.reason)
  }

  private stateOf(unit: UnitName, state: UnitState['state'], record: Record, reason: string): UnitState {
    return { unit, state, since: record.since, restarts: record.restarts, reason }
  }

  private recordOf(unit: UnitName, now: number): Record {
    const known = this.records.get(unit)
    if (known) return known
    const fresh = {
      since: null,
      alive: false,
      restarts: 0,
      nextStart: 0,
      starting: false,
      reason: '',
      answeredAt: now,
    }
    this.records.set(unit, fresh)
    return fresh
  }
}

/** 1, 2, 4 ... 60 seconds. */
export const delayAfter = (restarts: number): number => Math.min(60_000, 1000 * 2 ** restarts)
