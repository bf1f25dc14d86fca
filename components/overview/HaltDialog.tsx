'use client'
// Before a halt that closes connections: how many, what is left, and the gentler way.
import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { CheckBox } from '../ui/CheckBox.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { count } from '../ui/words.ts'
import { actsFor, closing, consequenceOf, elsewhere, namesOf } from './acts.ts'
import type { ServiceLine } from './lines.ts'
import type { ServerActs } from './useServerActs.ts'

export function HaltDialog({ acts, lines }: { acts: ServerActs; lines: readonly ServiceLine[] }) {
  const [everywhere, setEverywhere] = useState(false)
  const others = elsewhere(acts.halting, lines).filter((s) => actsFor(s).includes('halted'))
  const servers = everywhere ? [...acts.halting, ...others] : acts.halting
  const [only] = servers
  const name = servers.length === 1 && only ? only.label : `${servers.length} servers`
  const gentler = servers.filter((s) => actsFor(s).includes('drained'))
  const open = closing(servers)
  return (
    <Confirm
      title={`Halt ${name}?`}
      verb={`Halt ${name}`}
      onConfirm={() => void acts.ask(servers, 'halted')}
      onClose={acts.closeHalt}
      instead={
        gentler.length > 0 && <Button onClick={() => void acts.ask(gentler, 'drained')}>Drain instead</Button>
      }
    >
      {servers.length > 1 && <p>{namesOf(servers)}.</p>}
      <p>
        {open === null
          ? 'Its open connections close'
          : `${count(open, 'connection')} ${open === 1 ? 'closes' : 'close'}`}{' '}
        now, and no new one is accepted. {consequenceOf(servers, 'halted', lines).text}
      </p>
      {others.length > 0 && (
        <CheckBox
          id="halt-everywhere"
          checked={everywhere}
          onChange={setEverywhere}
          label={`Everywhere: also ${namesOf(others)}`}
        />
      )}
    </Confirm>
  )
}
