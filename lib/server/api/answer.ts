// One request of a script: whose token, which endpoint, may they, is it understood, and what became of it.
import { z } from 'zod'
import { notAllowed } from '../../model/rights.ts'
import { ENDPOINTS } from '../../protocol/v1.ts'
import type { Endpoint } from '../../protocol/v1-endpoint.ts'
import { AgentAway } from '../agent.ts'
import { recordRefusal } from '../audit.ts'
import { addressIn } from '../login.ts'
import { type Caller, may } from '../session.ts'
import { callerWithToken } from '../tokens.ts'
import { databaseTrouble } from '../trouble.ts'
import * as appliance from './appliance.ts'
import type { Asked, Handler } from './asked.ts'
import * as commits from './commits.ts'
import * as items from './items.ts'
import { ApiProblem, refusal } from './problem.ts'
import { setTo } from './servers.ts'

const HANDLERS: Record<string, Handler> = {
  openapi: appliance.openapi,
  health: appliance.health,
  status: appliance.status,
  areas: appliance.areas,
  audit: appliance.audit,
  plan: commits.plan,
  commit: commits.commit,
  job: commits.job,
  history: commits.history,
  commitOf: commits.oneCommit,
  rollbackPlan: commits.backPlan,
  rollback: commits.rollback,
  exportAll: commits.exportFile,
  importPlan: commits.planOfImport,
  importAll: commits.importFile,
  drain: setTo('drained'),
  halt: setTo('halted'),
  online: setTo('online'),
}
const OF_ITEMS: Record<string, Handler> = {
  list: items.list,
  create: items.create,
  read: items.read,
  change: items.change,
  remove: items.remove,
}

/** The handler of an endpoint; the table and these lists name the same, which a test looks at. */
export const handlerOf = ({ id, of }: Endpoint): Handler | undefined =>
  of ? OF_ITEMS[id.slice(id.lastIndexOf('.') + 1)] : HANDLERS[id]

/** Answers a request. `path` is below api/v1. */
export async function answer(request: Request, path: readonly string[]): Promise<Response> {
  try {
    return await answered(request, path)
  } catch (e) {
    if (e instanceof ApiProblem) return refusal(e)
    if (e instanceof AgentAway) return refusal(new ApiProblem('AGENT_AWAY', e.message))
    console.error('the API:', e)
    return refusal(
      new ApiProblem('FAULT', databaseTrouble(e) ?? 'The console met a fault of its own; its log says more.'),
    )
  }
}

/** Whoever calls by a token; a refusal where nobody does. */
export async function callerIn(request: Request): Promise<Caller | Response> {
  const address = addressIn(request.headers.get('x-forwarded-for'))
  const found = await callerWithToken(request.headers.get('authorization'), address)
  if ('caller' in found) return found.caller
  if ('wrong' in found)
    return refusal(new ApiProblem('TOKEN_MISSING', found.wrong), { 'www-authenticate': 'Bearer' })
  const seconds = Math.ceil((found.until - Date.now()) / 1000)
  return refusal(
    new ApiProblem('PAUSE', `Too many wrong tokens came from this network. Try again in ${seconds} s.`),
    {
      'retry-after': String(seconds),
    },
  )
}

async function answered(request: Request, parts: readonly string[]): Promise<Response> {
  const caller = await callerIn(request)
  if (caller instanceof Response) return caller
  const found = find(request.method, parts)
  if (Array.isArray(found)) {
    const problem = new ApiProblem('METHOD', `This endpoint takes ${found.join(', ')}.`)
    return refusal(problem, { allow: found.join(', ') })
  }
  const { endpoint, path } = found
  if (!may(caller, endpoint.right)) {
    const why = notAllowed(caller.user, endpoint.right)
    await recordRefusal({ user: caller.user, address: caller.address }, endpoint.summary, why)
    throw new ApiProblem('NOT_ALLOWED', why)
  }
  const handler = handlerOf(endpoint)
  if (!handler) throw new Error(`no handler for ${endpoint.id}`)
  const { query, body } = { query: queryIn(request, endpoint), body: await bodyIn(request, endpoint) }
  const asked: Asked = { endpoint, caller, path, query, body, rev: revIn(request, endpoint) }
  const reply = await handler(asked)
  return new Response(reply.body === undefined ? null : JSON.stringify(reply.body), {
    status: reply.status ?? 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...reply.headers },
  })
}

/** The endpoint with what its path says, or the methods of those that are there. Throws where there is none. */
function find(method: string, parts: readonly string[]) {
  const there = ENDPOINTS.flatMap((endpoint) => {
    const path = pathIn(endpoint.path, parts)
    return path ? [{ endpoint, path }] : []
  })
  if (there.length === 0)
    throw new ApiProblem('NOT_THERE', 'There is no such endpoint. openapi.json lists all.')
  const found = there.find(({ endpoint }) => endpoint.method === method)
  return found ?? there.map(({ endpoint }) => endpoint.method as string)
}

function pathIn(template: string, parts: readonly string[]): Record<string, string> | null {
  const wanted = template.slice(1).split('/')
  if (wanted.length !== parts.length) return null
  const named: Record<string, string> = {}
  for (const [i, part] of wanted.entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (name) named[name] = parts[i] ?? ''
    else if (part !== parts[i]) return null
  }
  return named
}

function queryIn(request: Request, { query }: Endpoint): Asked['query'] {
  const given = Object.fromEntries(new URL(request.url).searchParams)
  return understood((query ?? z.strictObject({})) as z.ZodType<Asked['query']>, given)
}

async function bodyIn(request: Request, { body }: Endpoint): Promise<unknown> {
  if (!body) return undefined
  const text = await request.text()
  try {
    return understood(body, text === '' ? {} : JSON.parse(text))
  } catch (e) {
    if (e instanceof SyntaxError) throw new ApiProblem('INVALID', 'The body is not JSON.')
    throw e
  }
}

function understood<T>(schema: z.ZodType<T>, given: unknown): T {
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const words = result.error.issues.map((i) => [i.path.join('.'), i.message].filter(Boolean).join(': '))
  throw new ApiProblem('INVALID', `The request was not understood. ${words.slice(0, 10).join('. ')}.`)
}

/** `"4"`, as ETag gave it. */
function revIn(request: Request, { ifMatch }: Endpoint): number | undefined {
  if (!ifMatch) return undefined
  const given = request.headers.get('if-match')
  if (given === null) throw new ApiProblem('REVISION_MISSING', 'Send If-Match with the ETag that was read.')
  const rev = /^"(\d{1,9})"$/.exec(given.trim())?.[1]
  if (rev === undefined)
    throw new ApiProblem('CHANGED', 'If-Match has to be an ETag as it was read, such as "4".')
  return Number(rev)
}
