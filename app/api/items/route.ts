// GET api/items?area=: an area as desired, with what is applied beside it.
import { areaName } from '@/lib/model/document'
import { itemsAnswer } from '@/lib/server/items-answer'
import { compressedJson, json, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> =>
  replyTo('settings', async () => {
    const area = areaName.safeParse(new URL(request.url).searchParams.get('area'))
    if (!area.success) return json({ error: 'There is no such area.' }, 400)
    return compressedJson(request, await itemsAnswer(area.data))
  })
