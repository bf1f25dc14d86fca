// GET api/audit/item?id=: who changed each field of an item last.
import { itemHistoryOf } from '@/lib/server/item-history'
import { json, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> =>
  replyTo('look', async () =>
    json(await itemHistoryOf((new URL(request.url).searchParams.get('id') ?? '').slice(0, 80))),
  )
