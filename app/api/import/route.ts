// POST api/import: with a file's content what importing it would do; with `seen` besides, it is imported as it was shown.
import { z } from 'zod'
import { importAs } from '@/lib/server/actions'
import { bodyOf, json, replyTo } from '@/lib/server/reply'
import { importPlan } from '@/lib/server/transfer'

export const dynamic = 'force-dynamic'

const body = z.strictObject({ content: z.unknown(), seen: z.string().optional() })

export const POST = (request: Request): Promise<Response> =>
  replyTo('configure', async (caller) => {
    const input = body.safeParse(await bodyOf(request))
    if (!input.success) return json({ error: 'The request was not understood. Load the page again.' }, 400)
    const { content, seen } = input.data
    return json(seen === undefined ? await importPlan(content) : await importAs(caller, { content, seen }))
  })
