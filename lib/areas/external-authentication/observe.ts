// Whether the login unit answers from the configuration that is applied.
import type { RenderedFile } from '../../model/file.ts'
import type { Raw } from '../../model/observed.ts'
import type { Observation } from '../define.ts'
import { LOGIN_FILE, loginConfig } from './config.ts'

export function observe(files: readonly RenderedFile[], raw: Raw): Observation {
  const file = files.find((f) => f.path === LOGIN_FILE)
  const answered = raw.login ?? null
  if (!file || raw.login === undefined) return { rows: [], differences: [] }
  if (answered === loginConfig.parse(JSON.parse(file.content)).digest) return { rows: [], differences: [] }
  const what = answered === null ? 'does not answer' : 'runs another configuration than the one applied'
  return {
    rows: [],
    differences: [{ area: 'external-authentication', message: `The login unit ${what}.` }],
  }
}
