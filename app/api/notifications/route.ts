// GET api/notifications: what became of notifications since the agent started.
import { ask } from '@/lib/server/agent'
import { json, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

export const GET = (): Promise<Response> =>
  replyTo('settings', async () => json(await ask('notifications', {})))
