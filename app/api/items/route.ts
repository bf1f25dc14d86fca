// GET api/items?area=: an area as desired, with what is applied beside it.
import { areaName } from '@/lib/model/document'
import { sentOf } from '@/lib/protocol/items'
import { itemsOfArea } from '@/lib/server/items-view'
import { json, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> =>
  replyTo('settings', async () => {
    const area = areaName.safeParse(new URL(request.url).searchParams.get('area'))
    return area.success
      ? json(sentOf(await itemsOfArea(area.data)))
      : json({ error: 'There is no such area.' }, 400)
  })
