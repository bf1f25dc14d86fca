// Whether a web server of ours answers with the digest of what is applied.
import type { RenderedFile } from '../model/file.ts'
import type { Raw } from '../model/observed.ts'
import { UNIT_TITLES } from '../model/step.ts'
import type { Observation } from './define.ts'
import type { WebArea } from './listeners.ts'
import { digestIn } from './nginx.ts'

/** A difference where it does not answer, or answers from other files. */
export function observeWeb(unit: WebArea, files: readonly RenderedFile[], raw: Raw): Observation {
  const file = files.find((f) => f.path === `${unit}/nginx.conf`)
  const answered = raw.web[unit]
  if (!file || answered === digestIn(file)) return { rows: [], differences: [] }
  const what = answered === null ? 'does not answer' : 'runs another configuration than the one applied'
  return { rows: [], differences: [{ area: unit, message: `${capital(UNIT_TITLES[unit])} ${what}.` }] }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
