// The pure rooms as the agent uses them, all at once.
import type { Observation } from '../lib/areas/define.ts'
import { roomOf, rooms } from '../lib/areas/index.ts'
import { owned, stepsBetween } from '../lib/areas/plan.ts'
import type { Documents } from '../lib/model/document.ts'
import type { RenderedFile } from '../lib/model/file.ts'
import type { Raw, Row } from '../lib/model/observed.ts'
import type { Step } from '../lib/model/step.ts'

/** Rows and differences of all areas. */
export function observeAll(documents: Documents, files: readonly RenderedFile[], raw: Raw): Observation {
  const all = rooms.map((room) => room.observe(documents, owned(room, files), raw))
  return { rows: all.flatMap((o) => o.rows), differences: all.flatMap((o) => o.differences) }
}

/** Rows of some services only; `raw` need not know of the others. */
export function observeSome(
  { documents, files }: { documents: Documents; files: readonly RenderedFile[] },
  services: ReadonlySet<string>,
  raw: Raw,
): Row[] {
  const someOf = (area: 'layer4' | 'layer7') => {
    const items = documents[area].items.filter((i) => services.has(i.id) || services.has(i.parent))
    return items.length
      ? roomOf(area).observe({ ...documents, [area]: { ...documents[area], items } }, files, raw).rows
      : []
  }
  return [...someOf('layer4'), ...someOf('layer7')]
}

type AddressStep = Extract<Step, { do: 'add-address' }>

/** The addresses that these files need: what would be brought up on a machine that runs nothing. */
export const wantedAddresses = (files: readonly RenderedFile[]): AddressStep[] =>
  stepsBetween([], files).filter((s) => s.do === 'add-address')
