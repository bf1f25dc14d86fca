// POST api/try-check: runs a service's check once against one of its servers. It stores nothing.
import { tryInput } from '@/lib/protocol/try-check'
import { bodyOf, json, replyTo } from '@/lib/server/reply'
import { tryCheckOf } from '@/lib/server/try-check'

export const dynamic = 'force-dynamic'

export const POST = (request: Request): Promise<Response> =>
  replyTo('configure', async () => {
    const input = tryInput.safeParse(await bodyOf(request))
    if (!input.success) return json({ error: 'The request was not understood. Load the page again.' }, 400)
    const answer = await tryCheckOf(input.data)
    return json(answer, 'error' in answer ? 400 : 200)
  })
