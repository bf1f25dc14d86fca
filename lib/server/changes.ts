// Changes of state as the console hands them on: a page of them, or all that fit as CSV.
import { z } from 'zod'
import type { StateChange } from '../model/changes.ts'
import { STATE_WORDS } from '../model/states.ts'
import { type Output, operations } from '../protocol/messages.ts'
import { ask } from './agent.ts'
import { csvLine } from './csv.ts'

type Query = z.infer<(typeof operations)['state-changes']['input']>

const PAGE = 100
const MOST = 1000

const number = z.coerce.number().int().optional()
const query = z.strictObject({
  ...operations['state-changes'].input.shape,
  before: number,
  from: number,
  to: number,
  limit: z.coerce.number().int().min(1).max(MOST).default(PAGE),
})

/** The query of an address, or null when it is none. */
export function queryIn(parameters: URLSearchParams): Query | null {
  const given = [...parameters].filter(([name, value]) => name !== 'format' && value !== '')
  const result = query.safeParse(Object.fromEntries(given))
  if (!result.success) return null
  const { limit, ...rest } = result.data
  return { limit, ...Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== undefined)) }
}

export const changesPage = (asked: Query): Promise<Output<'state-changes'>> => ask('state-changes', asked)

const HEAD = ['Time (UTC)', 'Service', 'Server', 'From', 'To', 'Reason', 'Former state lasted (s)']

const lineOf = (change: StateChange): string =>
  csvLine([
    new Date(change.at).toISOString().slice(0, 19).replace('T', ' '),
    change.service,
    change.row === 'server' ? change.label : '',
    STATE_WORDS[change.from],
    STATE_WORDS[change.to],
    change.reason,
    change.lasted === null ? '' : Math.round(change.lasted / 1000),
  ])

/** All entries that fit, as they come. Throws before the first byte when the agent does not answer. */
export async function changesAsCsv(asked: Query): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder()
  let page: Output<'state-changes'> | null = await ask('state-changes', { ...asked, limit: MOST })
  let head = csvLine(HEAD)
  return new ReadableStream({
    async pull(stream) {
      if (!page) return stream.close()
      const { changes, more }: Output<'state-changes'> = page
      stream.enqueue(encoder.encode(head + changes.map(lineOf).join('')))
      head = ''
      const before = changes.at(-1)?.id
      page =
        more && before !== undefined ? await ask('state-changes', { ...asked, limit: MOST, before }) : null
    },
  })
}
