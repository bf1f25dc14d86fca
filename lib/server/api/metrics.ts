// A scrape: from an allowed network, or by a token whose group may look.
import { notAllowed } from '../../model/rights.ts'
import { addressIn } from '../login.ts'
import { metrics, readsMetrics } from '../metrics.ts'
import { type Caller, may } from '../session.ts'
import { ApiProblem, refusal } from './problem.ts'

const HEADERS = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' }

export async function metricsFor(
  request: Request,
  callerIn: (request: Request) => Promise<Caller | Response>,
): Promise<Response> {
  if (request.method !== 'GET') return refusal(new ApiProblem('METHOD', 'Metrics are read by GET.'))
  const allowed = await readsMetrics(addressIn(request.headers.get('x-forwarded-for')))
  const caller = allowed ? null : await callerIn(request)
  if (caller instanceof Response) return caller
  if (caller && !may(caller, 'look'))
    return refusal(new ApiProblem('NOT_ALLOWED', notAllowed(caller.user, 'look')))
  return new Response(await metrics(), { headers: HEADERS })
}
