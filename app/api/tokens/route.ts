// GET api/tokens: the tokens of scripts, without what opens anything, and who reads the metrics without one.
import { metricsNetworksNow } from '@/lib/server/metrics'
import { json, replyTo } from '@/lib/server/reply'
import { listTokens } from '@/lib/server/tokens'

export const dynamic = 'force-dynamic'

export const GET = (): Promise<Response> =>
  replyTo('configure', async () => json({ tokens: await listTokens(), networks: await metricsNetworksNow() }))
