// Entries of the kernel's Layer 4 table as the console hands them on: some of them, or all that fit as CSV.
import { z } from 'zod'
import {
  type ConnectionEntry,
  type ConnectionsInput,
  type ConnectionsWanted,
  connectionsInput,
  MOST_ENTRIES,
} from '../protocol/layer4.ts'
import { list } from './agent.ts'
import { csvLine } from './csv.ts'

const PAGE = 200

const query = z.strictObject({
  ...connectionsInput.shape,
  offset: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(MOST_ENTRIES).default(PAGE),
})

/** The query of an address, or null when it is none. */
export function connectionsIn(parameters: URLSearchParams): ConnectionsInput | null {
  const given = [...parameters].filter(([name, value]) => name !== 'format' && value !== '')
  const result = query.safeParse(Object.fromEntries(given))
  return result.success ? result.data : null
}

const HEAD = ['pro', 'expire (s)', 'state', 'source', 'virtual', 'destination']

const lineOf = ({ protocol, expires, state, client, virtual, server }: ConnectionEntry): string =>
  csvLine([protocol, expires, state, client, virtual, server])

/** So many lines make one piece of the file. */
const AT_ONCE = 500

/** All that fit, as they come. Throws before the first byte when the agent does not answer. */
export async function connectionsAsCsv(wanted: ConnectionsWanted): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder()
  const entries = list('layer4-entries', wanted)
  let next = await entries.next()
  let text = csvLine(HEAD)
  return new ReadableStream({
    async pull(stream) {
      for (let n = 0; n < AT_ONCE && !next.done; n++) {
        text += lineOf(next.value)
        next = await entries.next()
      }
      if (text !== '') stream.enqueue(encoder.encode(text))
      text = ''
      if (next.done) stream.close()
    },
    cancel: async () => void (await entries.return(undefined)),
  })
}
