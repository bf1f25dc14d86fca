// The API's table as an OpenAPI 3.1 document, from the same schemas that the handlers and forms use.
import { z } from 'zod'
import { metaOf } from '../model/fields.ts'
import { ENDPOINTS } from './v1.ts'
import type { Endpoint } from './v1-endpoint.ts'
import { API, API_ERRORS, problemDetails } from './v1-shapes.ts'

type Json = Record<string, unknown>

/** What is taken: transformations are for the handler, and whatever cannot be said in JSON Schema is left to it. */
function schemaOf(schema: z.ZodType): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema }) => {
      const meta = metaOf(zodSchema)
      if (meta) Object.assign(jsonSchema, { title: meta.label, description: meta.help })
      if (meta?.kind === 'secret') jsonSchema.writeOnly = true
    },
  })
  return json as Json
}

const parametersOf = ({ path, query, ifMatch }: Endpoint): Json[] => [
  ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' } },
  })),
  ...Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    ...{ name, in: 'query', required: false, schema: schemaOf(schema as z.ZodType) },
  })),
  ...(ifMatch
    ? [
        {
          name: 'If-Match',
          in: 'header',
          required: true,
          schema: { type: 'string' },
          description: 'The ETag that was read.',
        },
      ]
    : []),
]

const bodyOf = ({ body, bodyDoc = body }: Endpoint): Json =>
  bodyDoc
    ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(bodyDoc) } } } }
    : {}

const ETAG = { ETag: { description: 'The revision.', schema: { type: 'string' } } }

const responsesOf = ({ answers }: Endpoint): Json => ({
  ...Object.fromEntries(
    answers.map(({ status, description, schema, etag }) => [
      String(status),
      {
        description,
        ...(etag ? { headers: ETAG } : {}),
        ...(schema ? { content: { 'application/json': { schema: schemaOf(schema) } } } : {}),
      },
    ]),
  ),
  default: { $ref: '#/components/responses/Problem' },
})

const operationOf = (endpoint: Endpoint): Json => ({
  operationId: endpoint.id,
  summary: endpoint.summary,
  tags: [endpoint.of?.room.name ?? 'appliance'],
  description: `Right: ${endpoint.right}.`,
  ...(parametersOf(endpoint).length ? { parameters: parametersOf(endpoint) } : {}),
  ...bodyOf(endpoint),
  responses: responsesOf(endpoint),
})

function pathsOf(): Json {
  const paths: Record<string, Json> = {}
  for (const endpoint of ENDPOINTS)
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operationOf(endpoint) }
  return paths
}

/** Every code, so that scripts need not guess. */
const CODES = Object.entries(API_ERRORS)
  .map(([code, { status, when }]) => `- \`${code}\` (${status}): ${when}`)
  .join('\n')

export const openApi = (version: string): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'Fulcrum',
    version,
    description: `Everything the console does, for scripts. Make a token under Local Configuration > API Tokens.\n\nRefusals are application/problem+json with one of these codes:\n\n${CODES}`,
  },
  servers: [{ url: API }],
  security: [{ token: [] }],
  paths: pathsOf(),
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    responses: {
      Problem: {
        description: 'Why not.',
        content: { 'application/problem+json': { schema: schemaOf(problemDetails) } },
      },
    },
  },
})
