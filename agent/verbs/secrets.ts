// Verb: put secrets into files as they are written; nothing else ever reads them.
import { join } from 'node:path'
import { type RenderedFile, SECRET_MARKER } from '../../lib/model/file.ts'
import { textOf } from './files.ts'

/** The file's text with the markers of its own secrets replaced. Throws when the appliance has no such secret. */
export const withSecrets = (folder: string, file: RenderedFile): string =>
  file.content.replaceAll(SECRET_MARKER, (marker: string, name: string) => {
    // Whatever else looks like a marker is what somebody wrote into a field.
    if (!file.secrets?.includes(name)) return marker
    const value = textOf(join(folder, name))
    if (value === null) throw new Error(`The secret ${name} is not on this appliance.`)
    return value
  })
