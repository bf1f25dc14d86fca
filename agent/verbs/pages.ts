// Verb: lay the fallback page where nginx's workers can read it; they may not walk into the agent's own tree.
import { readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { placeOf } from '../../lib/areas/fallback/page.ts'
import { PAGE_FILE } from '../../lib/areas/fallback/render.ts'
import { makeFolder, type Places, webPrefix } from '../places.ts'
import { textOf, writeWhole } from './files.ts'

/** The last ones stay: an ending worker may still be answering from the one before. */
const KEEP = 3

/**
 * Before nginx takes the files of `current`. The file's name is the page's digest and stands in the configuration,
 * so that what is served changes with that and never by itself.
 */
export function layPage(places: Places): void {
  const html = textOf(join(places.current, PAGE_FILE))
  if (html === null) return // a generation of an older release has the page in its configuration
  const path = join(webPrefix(places, 'fallback'), placeOf(html))
  makeFolder(dirname(path), 0o755)
  if (textOf(path) !== html) writeWhole(path, html, 0o644)
  for (const old of oldPages(dirname(path), path)) rmSync(old)
}

function oldPages(folder: string, current: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => path !== current)
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
    .slice(KEEP - 1)
}
