// Verb: what the programs' own checks are blind to. A port held by somebody else would stop every service for two seconds at the reload.
import { join } from 'node:path'
import { addressesOverlap, socketAddress } from '../../lib/model/address.ts'
import type { Facts } from '../../lib/model/facts.ts'
import { rangesOverlap } from '../../lib/model/port-list.ts'
import type { UnitName } from '../../lib/model/step.ts'
import { type Bind, bindsIn, isConfigured, lineNumberAt, MAIN_FILES } from '../digests.ts'
import { Refusal } from '../machine.ts'
import type { Places } from '../places.ts'
import { textOf } from './files.ts'
import { isExecutable } from './scripts.ts'
import { programs } from './units.ts'

/** Throws a Refusal for the first thing that would fail when the unit takes these files. `folder` is a generation. */
export function preflight(places: Places, unit: UnitName, folder: string, busy: Facts['busy']): void {
  if (!isExecutable(programs[unit])) throw new Refusal(unit, `${programs[unit]} is not installed.`)
  if (!isConfigured(unit)) return
  const file = MAIN_FILES[unit]
  const text = textOf(join(folder, file)) ?? ''
  for (const bind of bindsIn(text)) {
    const holder = busy.find((b) => isTaken(bind, b))
    if (holder) throw new Refusal(unit, takenSentence(holder), file, lineNumberAt(text, bind.at))
  }
  if (unit === 'haproxy') scriptsExist(places, text)
}

const isTaken = (bind: Bind, holder: Facts['busy'][number]): boolean =>
  addressesOverlap(bind.address, holder.address) && rangesOverlap(bind.ports, [holder.port, holder.port])

/** Process 0: the kernel does not tell. */
const takenSentence = (h: Facts['busy'][number]): string =>
  `${socketAddress(h.address, h.port)} is held by ${h.program || 'another program'}${h.pid ? ` (process ${h.pid})` : ''}.`

function scriptsExist(places: Places, text: string): void {
  for (const { index, 1: script = '' } of text.matchAll(/ agent-send "(\S+) /g))
    if (!isExecutable(join(places.scripts, script)))
      throw new Refusal(
        'haproxy',
        `The check script ${script} is not on this appliance.`,
        MAIN_FILES.haproxy,
        lineNumberAt(text, index),
      )
}
