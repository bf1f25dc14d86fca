// Verb: put secrets into files as they are written; nothing else ever reads them.
import { join } from 'node:path'
import { SECRET_MARKER } from '../../lib/model/file.ts'
import { textOf } from './files.ts'

/** The text with every marker replaced by its secret. Throws when the appliance has no such secret. */
export const withSecrets = (folder: string, text: string): string =>
  text.replaceAll(SECRET_MARKER, (_, name: string) => {
    const value = textOf(join(folder, name))
    if (value === null) throw new Error(`The secret ${name} is not on this appliance.`)
    return value
  })
