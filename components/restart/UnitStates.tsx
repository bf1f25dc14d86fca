'use client'
// The daemons the agent runs, and how each is now.
import type { UnitState } from '../../lib/model/observed.ts'
import { UNIT_TITLES } from '../../lib/model/step.ts'
import { useLive, useNow, useSilence } from '../live/Live.tsx'
import { type Shape, State } from '../ui/Lamp.tsx'
import { count, momentOf } from '../ui/words.ts'

const LOOKS: Record<UnitState['state'], { shape: Shape; word: string }> = {
  running: { shape: 'ok', word: 'Running' },
  starting: { shape: 'busy', word: 'Starting' },
  stopped: { shape: 'halted', word: 'Stopped' },
  silent: { shape: 'unknown', word: 'Silent' },
  failed: { shape: 'fail', word: 'Failed' },
}

export function UnitStates() {
  const units = useLive((s) => s.units)
  const silent = useSilence()
  const now = useNow(10_000)
  if (units.length === 0) return null
  return (
    <section className="fs" aria-label="State of the services">
      <div className="fshead">
        <h2>State of the services</h2>
      </div>
      {units.map((unit) => {
        const look = silent ? { shape: 'unknown' as const, word: 'Unknown' } : LOOKS[unit.state]
        return (
          <div key={unit.unit} className="acts-row">
            <strong>{capital(UNIT_TITLES[unit.unit])}</strong>
            <span className="muted">
              {sentences(unit, now).map((s) => (
                <span key={s}>{s} </span>
              ))}
            </span>
            <span className="fact justify-self-end">
              <State shape={look.shape}>{look.word}</State>
            </span>
          </div>
        )
      })}
    </section>
  )
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const sentences = ({ since, restarts, reason }: UnitState, now: number | null): string[] =>
  [
    reason && `${capital(reason.replace(/\.$/, ''))}.`,
    since !== null && now !== null ? `Since ${momentOf(since, now)}.` : '',
    restarts > 0 ? `Started again by itself ${count(restarts, 'time')}.` : '',
  ].filter((s) => s !== '')
