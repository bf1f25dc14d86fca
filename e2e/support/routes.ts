// Everything the built console could answer, read from the build itself, so that no route can be forgotten.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BUILT } from '../../agent/setup/build.ts'

const NEXT = join(BUILT.release, '.next')
const json = (path: string) => JSON.parse(readFileSync(join(NEXT, path), 'utf8')) as unknown

/** Pages and handlers, a made-up value in the place of each parameter. */
export function routes(): string[] {
  const known = Object.values(json('app-path-routes-manifest.json') as Record<string, string>)
  return [...new Set(known)].map((route) => route.replace(/\[\[?(\.\.\.)?\w+\]?\]/g, 'x')).sort()
}

/** Files that Next would give out: chunks, styles, fonts, and what lies in public. */
export const files = (): string[] => [
  ...below(join(NEXT, 'static')).map((path) => `/_next/static/${path}`),
  ...below(join(BUILT.release, 'public')).map((path) => `/${path}`),
]

const below = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))

/** Ids of all server actions. */
export function actionIds(): string[] {
  const manifest = json('server/server-reference-manifest.json') as Record<'node' | 'edge', object>
  return [...Object.keys(manifest.node), ...Object.keys(manifest.edge)]
}
