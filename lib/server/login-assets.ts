// Finds what the login page loads, so that the gate can let exactly this through: for set-up, once for each release.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const BASE = '/lbadmin'
/** Addresses below the base path, and Next's own chunk names as its data scripts write them. */
const OWN = new RegExp(`${BASE}(/[A-Za-z0-9._~@/%-]+\\.[a-z0-9]+)`, 'g')
const CHUNK = /[^A-Za-z0-9/](static\/(?:chunks|media|css)\/[A-Za-z0-9._~@/-]+\.[a-z0-9]+)/g
const IN_STYLE = /url\(\s*["']?([^"')]+)["']?\s*\)/g

/**
 * Paths below /lbadmin of all scripts, styles, images and fonts of the login page, sorted. `origin` is where a console of
 * this release answers (http://127.0.0.1:9442), `release` its folder: style sheets are read there, the gate is closed.
 * Throws when the page does not answer or has no script: then the list would be wrong.
 */
export async function loginAssets(origin: string, release: string): Promise<string[]> {
  const answer = await fetch(`${origin}${BASE}/login`)
  if (!answer.ok) throw new Error(`the login page answers ${answer.status}`)
  const inPage = referencesIn(await answer.text())
  if (!inPage.some((p) => p.endsWith('.js'))) throw new Error('the login page has no script')
  const inStyles = inPage
    .filter((p) => p.endsWith('.css'))
    .flatMap((p) => styleReferences(p, readFileSync(fileOf(release, p), 'utf8')))
  return [...new Set([...inPage, ...inStyles])].sort()
}

/** Paths below /lbadmin that the page's markup and data name. */
export const referencesIn = (page: string): string[] => [
  ...new Set([
    ...[...page.matchAll(OWN)].map((m) => m[1] ?? ''),
    ...[...page.matchAll(CHUNK)].map((m) => `/_next/${m[1]}`),
  ]),
]

/** Paths below /lbadmin that a style sheet names, relative ones against its own. */
export const styleReferences = (sheet: string, css: string): string[] =>
  [...css.matchAll(IN_STYLE)]
    .map((m) => m[1] ?? '')
    .filter((url) => url !== '' && !/^(data:|https?:|#)/.test(url))
    .map((url) => new URL(url, `http://x${BASE}${sheet}`).pathname.slice(BASE.length))

const fileOf = (release: string, path: string): string =>
  path.startsWith('/_next/')
    ? join(release, '.next', path.slice('/_next/'.length))
    : join(release, 'public', path)
