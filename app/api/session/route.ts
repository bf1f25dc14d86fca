// GET api/session: 204 while the session lives; the gate answers 401 otherwise. The web server in front asks it.
import { replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

export const GET = (): Promise<Response> => replyTo('self', async () => new Response(null, { status: 204 }))
