'use client'
// The bar of ticked rows: how many, what the common act would do, and where else the same servers stand.
import { Button } from '../ui/Button.tsx'
import { Lamp } from '../ui/Lamp.tsx'
import { figureOf } from '../ui/words.ts'
import { ACTS, actsFor, actsForAll, elsewhere, namesOf } from './acts.ts'
import { consequenceOf } from './consequence.ts'
import type { ServiceLine } from './lines.ts'
import type { ServerActs } from './useServerActs.ts'

export function TickBar({ acts, lines }: { acts: ServerActs; lines: readonly ServiceLine[] }) {
  const { ticked } = acts
  if (ticked.length === 0) return null
  const possible = actsForAll(ticked)
  const others = elsewhere(ticked, lines)
  const offline = ticked.every((s) => actsFor(s).includes('online'))
  const common = offline ? 'online' : possible.find((p) => p !== 'online')
  const consequence = common && consequenceOf(ticked, common, lines)
  return (
    <section className="bulk" aria-label="Ticked real servers">
      <div className="say">
        <strong role="status">{figureOf(ticked.length)} ticked</strong>
        {consequence && (
          <span className="consequence">
            {consequence.grave && <Lamp shape="warn" />}
            <span>{consequence.text}</span>
          </span>
        )}
        {others.length > 0 && (
          <span className="everywhere">
            {ticked.length === 1 ? 'Its address' : 'Their addresses'} also: {namesOf(others)}.{' '}
            <button
              type="button"
              className="op"
              onClick={() =>
                acts.tick(
                  others.map((s) => s.item),
                  true,
                )
              }
            >
              Tick everywhere
            </button>
          </span>
        )}
      </div>
      {possible.map((act) => (
        <Button key={act} onClick={() => acts.act(ticked, act)}>
          {ACTS[act].verb}{' '}
          <span aria-hidden="true">
            <kbd>{ACTS[act].key}</kbd>
          </span>
        </Button>
      ))}
      <Button look="bare" onClick={acts.clear}>
        Clear{' '}
        <span aria-hidden="true">
          <kbd>Esc</kbd>
        </span>
      </Button>
    </section>
  )
}
