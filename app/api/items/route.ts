// GET api/items?area=[&of=]: an area as desired, with what is applied beside it; or only what one item's form is about.
import { areaName } from '@/lib/model/document'
import { sentOf } from '@/lib/protocol/items'
import { itemsOfArea } from '@/lib/server/items-view'
import { json, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> =>
  replyTo(async () => {
    const asked = new URL(request.url).searchParams
    const area = areaName.safeParse(asked.get('area'))
    return area.success
      ? json(sentOf(await itemsOfArea(area.data, asked.get('of') ?? undefined)))
      : json({ error: 'There is no such area.' }, 400)
  })
