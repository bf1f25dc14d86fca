// Tests: talks to the agent as the console does.
import { request } from 'node:http'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { isEnd } from '../../lib/protocol/is-end.ts'
import type { Applied, Input, Progress, Snapshot, WatchMessage } from '../../lib/protocol/messages.ts'

const post = (socket: string, name: string, input: unknown) =>
  new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    // A connection of its own: a kept one may just be closed by the agent where the test was busy for seconds.
    const asked = request({ socketPath: socket, path: `/${name}`, method: 'POST', agent: false }, resolve)
    asked.on('error', reject)
    asked.end(JSON.stringify(input))
  })

/** Status and answer of an operation that answers at once. */
export async function ask(socket: string, name: string, input: unknown = {}) {
  const response = await post(socket, name, input)
  return { status: response.statusCode, answer: JSON.parse(await text(response)) }
}

export const applied = async (socket: string): Promise<Applied> => (await ask(socket, 'applied')).answer

/** All messages of a commit or operation; ends early when the agent is killed. */
async function streamed(socket: string, name: string, input: unknown): Promise<Progress[]> {
  const messages: Progress[] = []
  try {
    const response = await post(socket, name, input)
    for await (const line of createInterface({ input: response })) messages.push(JSON.parse(line))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ECONNRESET')) throw error
  }
  return messages
}

/** Commits on the generation that is current, unless `base` says otherwise. */
export async function commitAll(
  socket: string,
  documents: Input<'commit'>['documents'],
  base?: number,
): Promise<Progress[]> {
  const on = base ?? (await applied(socket)).generation
  return streamed(socket, 'commit', { base: on, documents, author: 'test' })
}

/** A console that goes away as soon as its commit has begun. */
export async function commitAndLeave(socket: string, documents: Input<'commit'>['documents']): Promise<void> {
  const { generation } = await applied(socket)
  const response = await post(socket, 'commit', { base: generation, documents, author: 'test' })
  await new Promise((resolve) => response.once('data', resolve))
  response.destroy()
}

export const operate = (socket: string, what: 'reload' | 'restart', unit = 'haproxy'): Promise<Progress[]> =>
  streamed(socket, 'operate', { do: what, unit, author: 'test' })

/** The last message; throws when there is none. */
export function endOf(messages: readonly Progress[]): Progress {
  const last = messages.at(-1)
  if (!last || !isEnd(last)) throw new Error('the agent gave no end')
  return last
}

export interface Watching {
  now: () => Snapshot
  end: () => void
}

/** Before the test has begun to watch. */
export const notWatching: Watching = {
  now: () => {
    throw new Error('not watching')
  },
  end: () => {},
}

/** A console's copy of what the agent sees, kept up to date until `end` is called. */
export function watching(socket: string): Promise<Watching> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: socket, path: '/watch' }, (response) => {
      let seen: Snapshot | null = null
      const lines = createInterface({ input: response })
      lines.on('error', () => {}) // the agent or the test ended it
      lines.on('line', (line) => {
        const message: WatchMessage = JSON.parse(line)
        const first = seen === null
        seen = message.type === 'snapshot' ? message : merged(seen, message)
        const held = seen
        if (first && held) resolve({ now: () => seen ?? held, end: () => asked.destroy() })
      })
    })
    asked.on('error', reject)
    asked.end()
  })
}

function merged(seen: Snapshot | null, look: Exclude<WatchMessage, Snapshot>): Snapshot {
  if (!seen) throw new Error('a look before the snapshot')
  const { type: _, rows = [], gone = [], ...rest } = look
  const replaced = new Set([...rows.map((r) => r.key), ...gone])
  return { ...seen, ...rest, rows: [...seen.rows.filter((r) => !replaced.has(r.key)), ...rows] }
}
