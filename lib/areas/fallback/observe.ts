// Whether the web server answers with the digest of what is applied, and with the page itself, byte for byte.
import type { Documents } from '../../model/document.ts'
import type { RenderedFile } from '../../model/file.ts'
import type { Raw } from '../../model/observed.ts'
import type { Observation } from '../define.ts'
import { observeWeb } from '../web-observe.ts'
import { pageDigestIn } from './page.ts'

export function observe(_documents: Documents, files: readonly RenderedFile[], raw: Raw): Observation {
  const web = observeWeb('fallback', files, raw)
  const wanted = pageDigestIn(files.find((f) => f.path === 'fallback/nginx.conf')?.content ?? '')
  const served = raw.web.page ?? null
  if (web.differences.length || wanted === null || served === wanted) return web
  const message = 'The fallback page is not served as it was saved.'
  return { rows: [], differences: [{ area: 'fallback', message }] }
}
