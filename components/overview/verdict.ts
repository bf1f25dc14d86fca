// One sentence on how the services are, worst first. Pure.

import { figureOf } from '../ui/words.ts'
import type { ServiceLine, Stale } from './lines.ts'
import type { Look } from './states.ts'

export interface Part {
  /** Services it speaks of, worst part first. */
  lines: ServiceLine[]
  /** What follows the names. */
  text: string
  /** Said in a lower voice. */
  quiet?: boolean
}
export interface Verdict {
  shape: Look['shape']
  parts: Part[]
}

const has = (lines: ServiceLine[], one: string, many: string): string => (lines.length === 1 ? one : many)

/** Null when there is nothing to judge. */
export function verdictOf(lines: readonly ServiceLine[], stale: Stale): Verdict | null {
  if (lines.length === 0) return null
  const running = lines.filter((l) => l.runs)
  if (stale && running.length)
    return { shape: 'unknown', parts: [{ lines: [], text: 'Nothing is known of the virtual services now.' }] }
  const by = (shape: Look['shape']) => running.filter((l) => l.look.shape === shape)
  const down = by('fail')
  const empty = down.filter((l) => l.serverCount === 0)
  const parts: Part[] = [
    said(
      down.filter((l) => l.serverCount > 0),
      'has no server left.',
      'have no server left.',
    ),
    said(empty, 'has no real server yet.', 'have no real server yet.'),
    said(by('warn'), 'runs on some of its servers.', 'run on some of their servers.'),
    said(by('unknown'), 'does not answer.', 'do not answer.'),
    quietly(by('drained'), 'is taken offline.', 'are taken offline.'),
    quietly(
      lines.filter((l) => !l.runs),
      'does not run yet.',
      'do not run yet.',
    ),
  ].filter((p) => p.lines.length > 0)
  const up = by('ok')
  const worst = (['fail', 'warn', 'unknown', 'drained', 'ok'] as const).find((s) => by(s).length) ?? 'waiting'
  if (up.length > 0 && up.length === running.length) parts.unshift(allUp(up))
  return { shape: worst, parts }
}

const said = (lines: ServiceLine[], one: string, many: string): Part => ({
  lines,
  text: has(lines, one, many),
})
const quietly = (lines: ServiceLine[], one: string, many: string): Part => ({
  ...said(lines, one, many),
  quiet: true,
})

const allUp = (up: ServiceLine[]): Part =>
  up.length === 1
    ? { lines: up, text: 'is up.' }
    : { lines: [], text: `All ${figureOf(up.length)} virtual services are up.` }
