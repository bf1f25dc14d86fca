'use client'
// Before a halt that closes connections, and before anything that is done everywhere: which rows, what it does, and the gentler way.
import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { CheckBox } from '../ui/CheckBox.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { ACTS, actsFor, asOfNow, elsewhere, namesOf } from './acts.ts'
import { consequenceOf, effectOf, nameOfAll } from './consequence.ts'
import type { ServerLine, ServiceLine } from './lines.ts'
import type { Confirming, ServerActs } from './useServerActs.ts'

interface Props {
  acts: ServerActs
  lines: readonly ServiceLine[]
  confirming: Confirming
}

export function ActDialog({ acts, lines, confirming: { act, rows, everywhere: asked } }: Props) {
  const [ticked, setTicked] = useState(false)
  const everywhere = asked || ticked
  const possible = (s: ServerLine) => actsFor(s).includes(act)
  const here = asOfNow(rows, lines)
  const elsewhereToo = elsewhere(here, lines)
  const others = elsewhereToo.filter(possible)
  const listed = everywhere ? [...here, ...elsewhereToo] : here
  const servers = listed.filter(possible)
  const gentler = act === 'halted' ? servers.filter((s) => actsFor(s).includes('drained')) : []
  const name = `${ACTS[act].verb} ${nameOfAll(everywhere ? here : servers, everywhere)}`
  return (
    <Confirm
      title={`${name}?`}
      verb={name}
      gentle={act !== 'halted'}
      onConfirm={() => void acts.ask(servers, act)}
      onClose={acts.closeConfirming}
      instead={
        gentler.length > 0 && <Button onClick={() => void acts.ask(gentler, 'drained')}>Drain instead</Button>
      }
    >
      {servers.length === 0 ? (
        <p>Nothing is left to do: {namesOf(here)} changed meanwhile.</p>
      ) : (
        <p>
          {effectOf(servers, act)} {consequenceOf(servers, act, lines).text}
        </p>
      )}
      {(everywhere || servers.length > 1) && <RowList rows={listed} isMeant={possible} />}
      {!asked && others.length > 0 && (
        <CheckBox
          id="act-everywhere"
          checked={ticked}
          onChange={setTicked}
          label={`Everywhere: also ${namesOf(others)}`}
        />
      )}
    </Confirm>
  )
}

/** A long list scrolls, also by the keyboard. */
const scrolls = { tabIndex: 0 } as const

interface RowListProps {
  rows: readonly ServerLine[]
  /** False for rows that the act leaves as they are. */
  isMeant: (row: ServerLine) => boolean
}

const RowList = ({ rows, isMeant }: RowListProps) => (
  <ul className="acted" aria-label="Rows" {...(rows.length > 6 ? scrolls : {})}>
    {rows.map((s) => (
      <li key={s.item} className={isMeant(s) ? '' : 'muted'}>
        <span>
          <strong>{s.label}</strong> of {s.service}, {/[,-]/.test(s.ports) ? 'ports' : 'port'}{' '}
          <span className="mono">{s.ports}</span>
        </span>
        <span>{isMeant(s) ? s.look.word : `stays ${s.look.word.toLowerCase()}`}</span>
      </li>
    ))}
  </ul>
)
