// metrics: the appliance for Prometheus, by token or from a network that is allowed to.
import { callerIn } from '@/lib/server/api/answer'
import { metricsFor } from '@/lib/server/api/metrics'

export const dynamic = 'force-dynamic'

const handle = (request: Request): Promise<Response> => metricsFor(request, callerIn)

export { handle as GET, handle as OPTIONS }
