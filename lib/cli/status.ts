// `fulcrum status`: every service with its servers, as the machine says now.
import type { Row } from '../model/observed.ts'
import type { ApiStatus } from '../protocol/v1-shapes.ts'
import type { Connection } from './connection.ts'
import { Refused } from './refused.ts'
import type { Command } from './usage.ts'

export interface Answer {
  text: string
  /** As --json prints it. */
  data: unknown
}

export const statusOf = (connection: Connection): Promise<ApiStatus> => connection.call('GET', '/status')

export async function status(connection: Connection, { what }: Command): Promise<Answer> {
  const all = await statusOf(connection)
  const rows = all.rows.filter((r) => what === undefined || serviceOf(r) === what)
  if (what !== undefined && rows.length === 0) throw new Refused(`There is no service ${what}.`)
  const head = [
    all.answering ? '' : 'The agent does not answer: this is what was heard last.\n',
    all.waiting.length ? `Saved and not running: ${all.waiting.join(', ')}.\n` : '',
  ]
  return { text: head.join('') + table(ordered(rows)), data: { ...all, rows } }
}

const serviceOf = (row: Row): string => (row.row === 'server' ? row.service : row.label)

/** Each service, its servers below it. */
const ordered = (rows: readonly Row[]): Row[] =>
  rows
    .filter((r) => r.row === 'service')
    .flatMap((s) => [
      s,
      ...rows.filter((r) => r.row === 'server' && r.service === s.label && r.area === s.area),
    ])

function table(rows: readonly Row[]): string {
  const cells = rows.map((r) => [
    r.row === 'server' ? `  ${r.label}` : r.label,
    r.state,
    `${r.address}${r.ports ? ` ${r.ports}` : ''}`,
    r.connections === null ? '-' : String(r.connections),
    r.reason,
  ])
  const all = [['SERVICE', 'STATE', 'WHERE', 'CONNS', 'REASON'], ...cells]
  const widths = [0, 1, 2, 3].map((i) => Math.max(...all.map((line) => line[i]?.length ?? 0)))
  return all
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
