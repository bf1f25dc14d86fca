'use client'
// Primary, Secondary, Active, Passive, Link: always all five words, lit only by what was observed.
import { useLive, useSilence } from '../live/Live.tsx'
import { Lamp } from '../ui/Lamp.tsx'

export function Strip() {
  const appliance = useLive((s) => s.appliance)
  const silent = useSilence()
  const seen = silent ? null : appliance
  return (
    <ul className="strip" aria-label="This appliance">
      <Word text="Primary" lit={seen?.role === 'Primary'} />
      <Word text="Secondary" lit={seen?.role === 'Secondary'} />
      <Word text="Active" lit={seen?.activity === 'Active'} observed />
      <Word text="Passive" lit={seen?.activity === 'Passive'} />
      <Word text="Link" lit={seen?.link === true} observed />
    </ul>
  )
}

const Word = ({ text, lit, observed = false }: { text: string; lit: boolean; observed?: boolean }) => (
  <li className={lit ? `lit ${observed ? 'ok' : ''}` : ''}>
    {lit ? observed && <Lamp shape="ok" /> : <span className="vh">not </span>}
    {text}
  </li>
)
