// GET api/layer4-status: the kernel's Layer 4 table and the health checks as last looked at, or what the kernel lacks.
import { ask } from '@/lib/server/agent'
import { json, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

export const GET = (): Promise<Response> => replyTo('look', async () => json(await ask('layer4-status', {})))
