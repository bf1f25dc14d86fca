// GET api/users: every user and session, and what is set about access.
import { everybody } from '@/lib/server/account'
import { json, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

export const GET = (): Promise<Response> =>
  replyTo('configure', async (caller) => json(await everybody(caller)))
