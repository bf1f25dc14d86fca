// GET api/account: one's own sessions and second factor.
import { accountOf } from '@/lib/server/account'
import { json, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

export const GET = (): Promise<Response> => replyTo('self', async (caller) => json(await accountOf(caller)))
