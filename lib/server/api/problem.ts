// Refusals of the API: coded problems as RFC 9457 has them.
import type { Problem } from '../../model/problem.ts'
import { API_ERRORS, type ApiCode, type ProblemDetails } from '../../protocol/v1-shapes.ts'

/** Thrown by handlers; answered as its code says. */
export class ApiProblem extends Error {
  readonly code: ApiCode
  readonly problems: readonly Problem[]
  /** Beside what every refusal has. */
  readonly more: Record<string, unknown>

  constructor(
    code: ApiCode,
    detail: string,
    { problems = [], more = {} }: { problems?: readonly Problem[]; more?: Record<string, unknown> } = {},
  ) {
    super(detail)
    this.code = code
    this.problems = problems
    this.more = more
  }
}

/** The answer to a refusal. */
export function refusal({ code, message, problems, more }: ApiProblem, headers: HeadersInit = {}): Response {
  const { status, when } = API_ERRORS[code]
  const details: ProblemDetails = {
    type: `urn:fulcrum:${code.toLowerCase().replaceAll('_', '-')}`,
    title: when,
    status,
    detail: message,
    code,
    problems: [...problems],
  }
  return new Response(JSON.stringify({ ...details, ...more }), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  })
}
