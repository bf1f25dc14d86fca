// Whether the machine holds the addresses that are applied.
import type { Documents } from '../../model/document.ts'
import type { RenderedFile } from '../../model/file.ts'
import type { Raw } from '../../model/observed.ts'
import type { Observation } from '../define.ts'
import { placedIn } from './render.ts'

export function observe(_documents: Documents, files: readonly RenderedFile[], raw: Raw): Observation {
  const held = new Set(raw.addresses.map((a) => `${a.address} ${a.interface}`))
  const differences = placedIn(files)
    .filter((p) => !held.has(`${p.address} ${p.interface}`))
    .map((p) => ({
      area: 'floating-ips' as const,
      message: `${p.address} is not on ${p.interface}, as it is applied.`,
    }))
  return { rows: [], differences }
}
