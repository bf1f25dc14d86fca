// GET api/plan[?areas=layer7,…]: what a commit would do (without areas: of all that wait); ?do=reload or restart: what that would.
import { z } from 'zod'
import { areaName } from '@/lib/model/document'
import { operationView, planView } from '@/lib/server/plan'
import { json, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

const areaList = z.array(areaName).optional()
const operation = z.enum(['reload', 'restart']).nullable()

export const GET = (request: Request): Promise<Response> =>
  replyTo('settings', async () => {
    const query = new URL(request.url).searchParams
    const areas = areaList.safeParse(query.get('areas')?.split(','))
    const what = operation.safeParse(query.get('do'))
    if (!areas.success || !what.success) return json({ error: 'There is no such plan.' }, 400)
    return json(what.data ? await operationView(what.data) : await planView(areas.data))
  })
