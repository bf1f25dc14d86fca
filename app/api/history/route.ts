// GET api/history: every commit that is kept, newest first.
import { historyNow } from '@/lib/server/history'
import { json, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

export const GET = (): Promise<Response> => replyTo('settings', async () => json(await historyNow()))
