// For tests: a client made from an OpenAPI document alone, one function an operation, which holds every answer against the document.
import { Ajv2020 } from 'ajv/dist/2020.js'

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
}
interface Response_ {
  $ref?: string
  content?: Record<string, { schema: object }>
}
interface Operation {
  operationId: string
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, Response_>
}
export interface OpenApi {
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { responses: Record<string, Response_> }
}

export interface Answered<T = never> {
  status: number
  etag: string | null
  data: T
}
export type Send = (path: string, init: RequestInit) => Promise<Response>
type Given = Record<string, string> & { body?: never }
export type Client = <T>(
  operation: string,
  parameters?: Record<string, string>,
  body?: unknown,
) => Promise<Answered<T>>

/** Throws where a parameter, a body or an answer is not as the document has it. */
export function clientOf(document: OpenApi, send: Send): Client {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  const holds = (schema: object, value: unknown, what: string) => {
    const validate = ajv.compile(schema)
    if (!validate(value)) throw new Error(`${what}: ${ajv.errorsText(validate.errors)}`)
  }
  const operations = new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [
        operation.operationId,
        { path, method, operation },
      ]),
    ),
  )
  return async (name, given = {}, body) => {
    const found = operations.get(name)
    if (!found) throw new Error(`the document has no ${name}`)
    const { path, method, operation } = found
    const { url, headers } = addressed(path, operation.parameters ?? [], given as Given)
    const base = document.servers[0]?.url ?? ''
    const content = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await send(base + url, { method: method.toUpperCase(), headers, ...content })
    const said = operation.responses[answer.status] ?? document.components.responses.Problem
    const type = answer.headers.get('content-type')?.split(';')[0] ?? ''
    const schema = said?.content?.[type]?.schema
    const text = await answer.text()
    const data = text === '' ? null : JSON.parse(text)
    if (text !== '' && !schema) throw new Error(`${name}: ${answer.status} ${type} is not in the document`)
    if (schema) holds(schema, data, `${name} ${answer.status}`)
    return { status: answer.status, etag: answer.headers.get('etag'), data }
  }
}

function addressed(path: string, parameters: readonly Parameter[], given: Given) {
  const of = (place: Parameter['in']) =>
    parameters.filter((p) => p.in === place && given[p.name] !== undefined)
  const named = new Set(parameters.map((p) => p.name))
  const unknown = Object.keys(given).find((name) => !named.has(name))
  if (unknown) throw new Error(`${path} takes no ${unknown}`)
  const query = new URLSearchParams(of('query').map((p) => [p.name, given[p.name] ?? '']))
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(given[name] ?? ''))
  const headers = Object.fromEntries(of('header').map((p) => [p.name, given[p.name] ?? '']))
  return { url: query.size ? `${url}?${query}` : url, headers }
}
