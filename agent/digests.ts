// Which digest the daemon of a unit must answer with, and where it listens: read from the files rendered for it.
import { isWildcard } from '../lib/model/address.ts'
import type { RenderedFile } from '../lib/model/file.ts'
import type { PortRange } from '../lib/model/port-list.ts'
import type { UnitName } from '../lib/model/step.ts'

/** The file each daemon is started with, relative to the generation. The check runner has none. */
export const MAIN_FILES = {
  haproxy: 'haproxy/haproxy.cfg',
  front: 'front/nginx.conf',
  fallback: 'fallback/nginx.conf',
  layer4: 'layer4/keepalived.conf',
  login: 'login/login.json',
} as const
export type ConfiguredUnit = keyof typeof MAIN_FILES
export type WebUnit = 'front' | 'fallback'
export const CONFIGURED = Object.keys(MAIN_FILES) as ConfiguredUnit[]

export const isWeb = (unit: UnitName): unit is WebUnit => unit === 'front' || unit === 'fallback'
export const isConfigured = (unit: UnitName): unit is ConfiguredUnit => unit in MAIN_FILES

export const mainFile = (files: readonly RenderedFile[], unit: UnitName): RenderedFile | undefined =>
  isConfigured(unit) ? files.find((f) => f.path === MAIN_FILES[unit]) : undefined

/** The digest sealed into the unit's main file; null when there is no such file. */
export const digestOfUnit = (files: readonly RenderedFile[], unit: UnitName): string | null =>
  digestIn(mainFile(files, unit)?.content ?? '')

/** HAProxy shows it as its description, nginx at a path of its own, keepalived's file as its first line, the login unit's as JSON. */
export const digestIn = (text: string): string | null =>
  (/description\s+"?([0-9a-f]{32})/.exec(text) ??
    /set \$digest "([0-9a-f]{32})"/.exec(text) ??
    /^# Digest ([0-9a-f]{32})$/m.exec(text) ??
    /^ {2}"digest": "([0-9a-f]{32})",$/m.exec(text))?.[1] ?? null

export interface Bind {
  address: string
  ports: PortRange
  /** Where its line begins in the text. */
  at: number
}

// Sections begin in the first column, so that one named `80` is no address.
const BIND =
  /^[ \t]+(?:bind|listen|peer \S+)[ \t]+(?:(\[[^\]]+\]|[\d.]+|\*)?:)?(\d+)(?:-(\d+))?(?=[\s;,]|$)/gm

/** Every address and port a daemon will listen on. */
export const bindsIn = (text: string): Bind[] =>
  [...text.matchAll(BIND)].map((m) => {
    const address = (m[1] ?? '0.0.0.0').replace(/^\[|\]$/g, '').replace('*', '0.0.0.0')
    return { address, ports: [Number(m[2]), Number(m[3] ?? m[2])] as const, at: m.index }
  })

/** The number of the line at a place in the text, counted from 1. */
export const lineNumberAt = (text: string, at: number): number => text.slice(0, at).split('\n').length

/** Where to ask a web server from this machine; null when it is not configured. */
export function webAddress(
  files: readonly RenderedFile[],
  unit: WebUnit,
): { host: string; port: number } | null {
  const bind = bindsIn(mainFile(files, unit)?.content ?? '')[0]
  if (!bind) return null
  const loopback = bind.address.includes(':') ? '::1' : '127.0.0.1'
  return { host: isWildcard(bind.address) ? loopback : bind.address, port: bind.ports[0] }
}
