// Verb: keep secrets, and put them into files as they are written; nothing else ever reads them.
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type RenderedFile, SECRET_MARKER } from '../../lib/model/file.ts'
import { isSecretName, secretNamesIn } from '../../lib/model/secret.ts'
import type { Places } from '../places.ts'
import { textOf, unlessMissing, writeWhole } from './files.ts'

/** The file's text with the markers of its own secrets replaced. Throws when the appliance has no such secret. */
export const withSecrets = (folder: string, file: RenderedFile): string =>
  file.content.replaceAll(SECRET_MARKER, (marker: string, name: string) => {
    // Whatever else looks like a marker is what somebody wrote into a field.
    if (!file.secrets?.includes(name)) return marker
    const value = textOf(join(folder, name))
    if (value === null) throw new Error(`The secret ${name} is not on this appliance.`)
    return file.path.endsWith('.json') ? JSON.stringify(value).slice(1, -1) : value
  })

/** Keeps what came with an item under a name of its own. */
export function keepSecret(places: Places, name: string, value: string): void {
  if (!isSecretName(name)) throw new Error('Only secrets of items are given to keep.')
  writeWhole(join(places.secrets, name), value, 0o600)
}

/** Saved and not yet committed, so that no generation names it; nor may the console, whose save is under way. In ms. */
const YOUNG = 3_600_000

/** Deletes the secrets of items that are neither `used` nor named by a generation that is kept. Answers how many. */
export function forgetSecrets(places: Places, used: readonly string[], now = Date.now()): number {
  const old = readdirSync(places.secrets)
    .filter((name) => isSecretName(name) && !used.includes(name))
    .filter((name) => now - statSync(join(places.secrets, name)).mtimeMs > YOUNG)
  if (old.length === 0) return 0
  const named = new Set(
    readdirSync(places.generations).flatMap((n) => secretNamesIn(documentsText(places, n))),
  )
  const unused = old.filter((name) => !named.has(name))
  for (const name of unused) rmSync(join(places.secrets, name))
  return unused.length
}

const documentsText = (places: Places, generation: string): string =>
  unlessMissing(() => textOf(join(places.generations, generation, 'documents.json'))) ?? ''
