// `fulcrum drain`, `halt` and `online`; with --wait until the last connection has gone.
import { setTimeout as pause } from 'node:timers/promises'
import type { ServersSet } from '../protocol/v1-shapes.ts'
import type { Connection } from './connection.ts'
import { Refused } from './refused.ts'
import { type Answer, statusOf } from './status.ts'
import type { Command } from './usage.ts'

/** In ms. */
const LOOK_EVERY = 1000

const WORDS = { online: 'online', drained: 'drained', halted: 'halted' } as const

export async function setServers(
  connection: Connection,
  what: 'drain' | 'halt' | 'online',
  command: Command,
): Promise<Answer> {
  const [service = '', server = ''] = command.what?.split('/') ?? []
  const which = command.address === undefined ? { service, server } : { address: command.address }
  const { servers } = await connection.call<ServersSet>('POST', `/servers/${what}`, which)
  if (command.wait) await emptied(connection, servers, command.timeout)
  const lines = servers.map(
    (s) =>
      `${s.service}/${s.label} is ${s.state ? WORDS[s.state] : 'set'}${command.wait ? ' and has no connection' : ''}.`,
  )
  return { text: lines.join('\n'), data: { servers } }
}

/** Until none of them has a connection; a number that nobody knows is none. */
async function emptied(
  connection: Connection,
  servers: ServersSet['servers'],
  seconds: number,
): Promise<void> {
  const ids = servers.map((s) => s.id)
  for (const end = Date.now() + seconds * 1000; ; await pause(LOOK_EVERY)) {
    const { rows, answering } = await statusOf(connection)
    const open = rows.filter((r) => ids.includes(r.item)).map((r) => r.connections)
    if (answering && open.every((n) => n === 0)) return
    const left = open.reduce<number>((sum, n) => sum + (n ?? 0), 0)
    if (Date.now() >= end)
      throw new Refused(`Drained, but ${left} connections are still open after ${seconds} s.`)
  }
}
