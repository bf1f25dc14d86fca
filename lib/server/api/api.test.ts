// The API: its document is valid, a client made from it gets what it promises, and no token does what its group may not.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { allows, GROUPS, type Group } from '../../model/rights.ts'
import { openApi } from '../../protocol/openapi.ts'
import type { NewToken } from '../../protocol/tokens.ts'
import { ENDPOINTS } from '../../protocol/v1.ts'
import {
  API,
  API_ERRORS,
  type ApiItem,
  type ApiJob,
  type ApiStatus,
  type ProblemDetails,
  type ServersSet,
} from '../../protocol/v1-shapes.ts'
import { db } from '../db.ts'
import { refreshPending } from '../pending.ts'
import { FakeAgent } from '../testing/agent.ts'
import { clientOf, type OpenApi, type Send } from '../testing/openapi-client.ts'
import { temporaryPlaces } from '../testing/state.ts'
import { watchedConsole } from '../testing/watched.ts'
import { callerWithToken, createToken, listTokens, revokeToken } from '../tokens.ts'
import { answer, callerIn, handlerOf } from './answer.ts'
import { metricsFor } from './metrics.ts'

temporaryPlaces()
const agent = new FakeAgent()
const stop = new AbortController()
const anna = { user: 'anna', address: '192.0.2.7' }
const document = JSON.parse(JSON.stringify(openApi('1'))) as OpenApi
const tokens: Record<string, string> = {}

const made = async (more: Partial<NewToken> & { name: string }): Promise<string> => {
  const result = await createToken(anna, { group: 'config', days: null, ...more })
  assert.ok(result.ok)
  return result.token
}

before(async () => {
  await watchedConsole(agent, stop.signal)
  for (const group of GROUPS) tokens[group] = await made({ name: group, group })
})
after(async () => {
  stop.abort()
  await agent.close()
})

const sent =
  (token: string | undefined, from = '192.0.2.9', more: Record<string, string> = {}): Send =>
  (path, init) => {
    const headers = new Headers(init.headers)
    if (token) headers.set('authorization', `Bearer ${token}`)
    headers.set('x-forwarded-for', from)
    for (const [name, value] of Object.entries(more)) headers.set(name, value)
    const [url = ''] = path.split('?')
    return answer(new Request(`http://x${path}`, { ...init, headers }), url.slice(API.length + 1).split('/'))
  }
const as = (group: Group) => clientOf(document, sent(tokens[group]))
const script = () => as('config')

test('the document is valid OpenAPI 3.1, and every endpoint has a handler of its own', async () => {
  const { valid, errors } = await new Validator().validate({ ...document })
  assert.ok(valid, JSON.stringify(errors))
  assert.equal((document as unknown as { openapi: string }).openapi, '3.1.0')
  for (const endpoint of ENDPOINTS) assert.ok(handlerOf(endpoint), endpoint.id)
  const ids = ENDPOINTS.map((e) => e.id)
  assert.equal(new Set(ids).size, ids.length)
  const broken = { ...document, paths: { x: 1 } }
  assert.equal((await new Validator().validate(broken)).valid, false)
})

test('what has a form has five endpoints, with the fields’ own labels, limits and help', () => {
  const paths = document.paths as unknown as Record<
    string,
    Record<
      string,
      {
        requestBody?: {
          content: Record<
            string,
            { schema: { properties: { values: { properties: Record<string, Record<string, unknown>> } } } }
          >
        }
      }
    >
  >
  const post = paths['/areas/layer7/real-server']?.post
  const { weight, label } =
    post?.requestBody?.content['application/json']?.schema.properties.values.properties ?? {}
  assert.equal(weight?.title, 'Weight')
  assert.deepEqual([weight?.minimum, weight?.maximum], [0, 256])
  assert.match(String(label?.description), /unique/)
})

test('a service and its server: added, read, listed, changed with If-Match, deleted', async () => {
  const call = script()
  const values = { label: 'Web', address: '192.168.85.190', ports: '80' }
  const { data: service, ...added } = await call<ApiItem>('layer7.virtual-service.create', {}, { values })
  assert.deepEqual([added.status, added.etag, service.rev, service.parent], [201, '"1"', 1, null])
  const server = { parent: service.id, values: { label: 'web1', address: '192.168.85.200', port: 80 } }
  assert.equal((await call('layer7.real-server.create', {}, server)).status, 201)
  const listed = await call<ApiItem[]>('layer7.real-server.list', { parent: service.id })
  assert.deepEqual(
    listed.data.map((i) => i.values.label),
    ['web1'],
  )
  const id = listed.data[0]?.id ?? ''
  const changed = await call<ApiItem>(
    'layer7.real-server.change',
    { id, 'If-Match': '"1"' },
    { values: { weight: 7 } },
  )
  assert.deepEqual([changed.etag, changed.data.values.weight, changed.data.values.port], ['"2"', 7, 80])
  const emptied = await call<ApiItem>(
    'layer7.real-server.change',
    { id, 'If-Match': '"2"' },
    { values: { port: null } },
  )
  assert.equal(emptied.data.values.port, undefined)
  const refused = async (...given: Parameters<typeof call>) =>
    (await call<ProblemDetails>(...given)).data.code
  assert.equal(
    await refused('layer7.real-server.change', { id, 'If-Match': '"1"' }, { values: {} }),
    'CHANGED',
  )
  assert.equal(await refused('layer7.real-server.change', { id }, { values: {} }), 'REVISION_MISSING')
  assert.equal(await refused('layer7.real-server.remove', { id, 'If-Match': '"1"' }), 'CHANGED')
  assert.equal(await refused('layer7.virtual-service.read', { id }), 'NOT_THERE')
  assert.equal((await call('layer7.real-server.remove', { id, 'If-Match': '"3"' })).status, 204)
  assert.equal(await refused('layer7.real-server.read', { id }), 'NOT_THERE')
  assert.equal((await call('layer7.real-server.create', {}, server)).status, 201)
})

test('a field that its schema refuses is a coded problem at its field', async () => {
  const values = { label: 'Web', address: '192.168.85.191', ports: '99999' }
  const { status, data } = await script()<ProblemDetails>('layer7.virtual-service.create', {}, { values })
  assert.deepEqual(
    [status, data.code, data.problems[0]?.code, data.problems[0]?.path],
    [422, 'INVALID', 'FIELD_INVALID', { area: 'layer7', field: 'ports' }],
  )
  const twin = await script()<ProblemDetails>(
    'layer7.virtual-service.create',
    {},
    { values: { ...values, ports: '81' } },
  )
  assert.deepEqual([twin.data.problems[0]?.code], ['LABEL_TAKEN'])
  const unknown = await script()<ProblemDetails>('layer7.virtual-service.create', {}, { values, more: 1 })
  assert.match(unknown.data.detail, /more/)
})

test('plan, commit, history, roll back', async () => {
  const call = script()
  const plan = await call<{ sentences: string[]; changes: unknown[] }>('plan', { areas: 'layer7' })
  assert.equal(plan.data.changes.length, 2)
  const { status, data } = await call<{ job: ApiJob }>('commit', {}, {})
  assert.deepEqual([status, data.job.done, data.job.outcome], [200, true, 'applied generation 1'])
  assert.equal((await call<ApiJob>('job', { job: data.job.id })).data.ended, true)
  assert.equal((await call<{ job: null }>('commit', {}, {})).data.job, null)
  assert.equal((await call<{ commits: unknown[] }>('history')).data.commits.length, 1)
  assert.equal((await call('commitOf', { commit: '1' })).status, 200)
  const [service] = (await call<ApiItem[]>('layer7.virtual-service.list', { label: 'Web' })).data
  await call(
    'layer7.virtual-service.change',
    { id: service?.id ?? '', 'If-Match': `"${service?.rev}"` },
    { values: { ports: '81' } },
  )
  await call('commit', {}, { areas: ['layer7'], wait: 5 })
  const back = await call<{ job: ApiJob }>('rollback', { commit: '1' }, { wait: 5 })
  assert.equal(back.data.job.done, true, JSON.stringify(back.data))
  const [now] = (await call<ApiItem[]>('layer7.virtual-service.list', { label: 'Web' })).data
  assert.equal(now?.values.ports, '80')
  assert.equal((await call<ProblemDetails>('rollback', { commit: '99' }, {})).data.code, 'NOT_THERE')
})

test('a commit that is refused says so, with the daemon’s words', async () => {
  const call = script()
  const [service] = (await call<ApiItem[]>('layer7.virtual-service.list', { label: 'Web' })).data
  const known = { id: service?.id ?? '', 'If-Match': `"${service?.rev}"` }
  await call('layer7.virtual-service.change', known, { values: { ports: '82' } })
  agent.next = [
    { type: 'refused', unit: 'haproxy', file: null, line: 'no such thing', lineNumber: null, origin: null },
  ]
  const response = await sent(tokens.config)(`${API}/commit`, { method: 'POST', body: '{}' })
  const { code, detail } = (await response.json()) as ProblemDetails
  assert.deepEqual(
    [response.status, code, detail],
    [409, 'REFUSED', 'Not applied: refused by haproxy: no such thing.'],
  )
  assert.equal((await call('commit', {}, {})).status, 200)
})

test('export and import: a plan first, then all of it', async () => {
  const call = script()
  const file = (await call<object>('exportAll')).data
  const plan = await call<{ replacement: { changes: boolean } }>('importPlan', {}, { file })
  assert.equal(plan.data.replacement.changes, false)
  assert.equal((await call<{ job: null }>('importAll', {}, { file })).data.job, null)
  const broken = await call<ProblemDetails>('importAll', {}, { file: { product: 'Other' } })
  assert.deepEqual([broken.status, broken.data.code], [422, 'INVALID'])
})

test('drain, halt and online: by name, by address everywhere, and what is not there', async () => {
  const call = as('maintenance')
  const set = await call<ServersSet>('drain', {}, { service: 'Web', server: 'web1' })
  assert.deepEqual(
    set.data.servers.map((s) => [s.label, s.state, s.failure]),
    [['web1', 'drained', '']],
  )
  const all = await call<ServersSet>('online', {}, { address: '192.168.85.200' })
  assert.deepEqual(
    all.data.servers.map((s) => s.state),
    ['online'],
  )
  assert.equal(
    (await call<ProblemDetails>('halt', {}, { service: 'Web', server: 'web9' })).data.code,
    'NOT_THERE',
  )
  assert.equal((await call<ProblemDetails>('halt', {}, { address: 'web9' })).data.code, 'INVALID')
  agent.failure = 'HAProxy does not know web1.'
  const failed = await sent(tokens.maintenance)(`${API}/servers/halt`, {
    method: 'POST',
    body: '{"address":"192.168.85.200"}',
  })
  assert.deepEqual(
    [failed.status, ((await failed.json()) as ProblemDetails).detail],
    [409, 'HAProxy does not know web1.'],
  )
})

test('status, health, areas, audit and the document itself', async () => {
  const call = as('report')
  assert.equal((await call<ApiStatus>('status')).data.answering, true)
  assert.equal((await call<{ agent: boolean }>('health')).data.agent, true)
  assert.ok((await as('maintenance')<{ area: string }[]>('areas')).data.some((a) => a.area === 'layer4'))
  const trail = await call<{ rows: { user: string; action: string }[] }>('audit', { action: 'commit' })
  assert.equal(trail.data.rows[0]?.user, 'token config')
  assert.equal((await call<{ openapi: string }>('openapi')).data.openapi, '3.1.0')
})

test('every endpoint with every group: who may not is refused before anything is looked at', async () => {
  for (const { id, method, path, right } of ENDPOINTS)
    for (const group of GROUPS) {
      const url = API + path.replace(/\{\w+\}/g, '1')
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{"nonsense":true}' }
      const { status } = await sent(tokens[group])(url, { method, ...body })
      assert.equal(status === 403, !allows(group, right), `${id} ${group}: ${status}`)
      assert.notEqual(status, 500, id)
    }
  const refused = await db().audit.findMany({ where: { action: 'refuse', user: 'token report' } })
  assert.ok(refused.length > 20)
})

test('no token, no cookie and no wrong token opens anything; methods and paths that are not there', async () => {
  const status = async (send: Send, path: string, method = 'GET') => (await send(path, { method })).status
  for (const { method, path } of ENDPOINTS)
    assert.equal(await status(sent(undefined), API + path.replace(/\{\w+\}/g, '1'), method), 401)
  const cookie = sent(undefined, '192.0.2.9', { cookie: '__Host-fulcrum-session=x' })
  assert.equal(await status(cookie, `${API}/status`), 401)
  const good = tokens.config ?? ''
  const basic = sent(undefined, '192.0.2.9', { authorization: `Basic ${good}` })
  assert.equal(await status(basic, `${API}/status`), 401)
  assert.equal(
    await status(sent(`${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`), `${API}/status`),
    401,
  )
  assert.equal(await status(sent(good), `${API}/nothing`), 404)
  assert.equal(await status(sent(good), `${API}/status`, 'DELETE'), 405)
  const problem = (await (await sent(undefined)(`${API}/status`, {})).json()) as ProblemDetails
  assert.deepEqual(
    [problem.code, problem.status, problem.title],
    ['TOKEN_MISSING', 401, API_ERRORS.TOKEN_MISSING.when],
  )
})

test('a token is stored as a digest, expires, is revoked, remembers its last use, and all of it is audited', async () => {
  const token = await made({ name: 'short', days: 1 })
  const [id, secret] = [token.split('_')[1] ?? '', token.slice(-43)]
  assert.ok(!JSON.stringify(await db().apiToken.findMany()).includes(secret))
  assert.ok(!JSON.stringify(await db().audit.findMany()).includes(secret))
  const look = async (now?: number) => callerWithToken(`Bearer ${token}`, '192.0.2.50', now)
  const found = await look()
  assert.ok('caller' in found)
  assert.deepEqual([found.caller.user, found.caller.group], ['token short', 'config'])
  const shown = (await listTokens()).find((t) => t.id === id)
  assert.equal(shown?.lastAddress, '192.0.2.50')
  assert.deepEqual(await look(Date.now() + 86_400_001), { wrong: 'This token has expired.' })
  assert.deepEqual(await createToken(anna, { name: 'short', group: 'report', days: null }), {
    ok: false,
    message: 'Not made. short is already the name of a token. Choose another.',
  })
  assert.ok((await revokeToken(anna, id)).ok)
  assert.ok(!(await revokeToken(anna, id)).ok)
  assert.deepEqual(await look(), { wrong: 'This token was revoked.' })
  const trail = await db().audit.findMany({ where: { item: `token-${id}` } })
  assert.deepEqual(
    trail.map((r) => [r.user, r.action]),
    [
      ['anna', 'token'],
      ['anna', 'token'],
    ],
  )
})

test('wrong tokens are counted by network and lead to a pause; who was there before is not locked out', async () => {
  const call = (token: string, from: string) => sent(token, from)(`${API}/status`, {})
  const wrong = `fulcrum_${'0'.repeat(12)}_${'x'.repeat(43)}`
  assert.equal((await call(tokens.report ?? '', '2001:db8:0:7::1')).status, 200)
  for (let i = 0; i < 30; i++) assert.equal((await call(wrong, `2001:db8:0:7::${i + 2}`)).status, 401)
  const paused = await call(wrong, '2001:db8:0:7::99')
  assert.equal(paused.status, 429)
  assert.ok(Number(paused.headers.get('retry-after')) > 800)
  assert.equal((await call(tokens.config ?? '', '2001:db8:0:7::99')).status, 429)
  assert.equal((await call(tokens.report ?? '', '2001:db8:0:7::99')).status, 200)
  assert.equal((await call(tokens.config ?? '', '2001:db8:0:8::1')).status, 200)
  const rows = await db().audit.count({
    where: { action: 'refuse', address: { startsWith: '2001:db8:0:7' } },
  })
  assert.equal(rows, 30)
})

test('metrics: every line is of the format, by token or from an allowed network alone', async () => {
  agent.counters = [
    { layer: 'layer7', service: 'Web', server: null, sessions: 5, bytesIn: 10, bytesOut: 20 },
    { layer: 'layer7', service: 'Web', server: 'a"\\\n', sessions: 5, bytesIn: 10, bytesOut: 20 },
  ]
  const scrape = (headers: Record<string, string>) =>
    metricsFor(new Request('http://x/metrics', { headers }), callerIn)
  const from = { 'x-forwarded-for': '10.9.0.3' }
  assert.equal((await scrape(from)).status, 401)
  const answered = await scrape({ ...from, authorization: `Bearer ${tokens.report}` })
  assert.match(answered.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
  const text = await answered.text()
  const families = parsedMetrics(text)
  assert.deepEqual(families.fulcrum_agent_up?.samples, [{ labels: {}, value: 1 }])
  assert.deepEqual(families.fulcrum_server_sent_bytes_total?.samples, [
    { labels: { layer: 'layer7', service: 'Web', server: 'a"\\\n' }, value: 20 },
  ])
  await db().metricsAccess.create({ data: { id: 1, networks: '10.9.0.0/24 2001:db8::/64' } })
  assert.equal((await scrape(from)).status, 200)
  assert.equal((await scrape({ 'x-forwarded-for': '::ffff:10.9.0.3' })).status, 200)
  assert.equal((await scrape({ 'x-forwarded-for': '10.9.1.3' })).status, 401)
  assert.equal((await scrape({ 'x-forwarded-for': '' })).status, 401)
  await refreshPending() // the folder goes when the tests are done
})

interface Parsed {
  type: string
  samples: { labels: Record<string, string>; value: number }[]
}

/** As strict as promtool: HELP, then TYPE, then samples of that name, each series once, counters called _total. */
function parsedMetrics(text: string): Record<string, Parsed> {
  assert.ok(text.endsWith('\n'))
  const families: Record<string, Parsed> = {}
  const seen = new Set<string>()
  let name = ''
  for (const line of text.slice(0, -1).split('\n')) {
    const head = /^# (HELP|TYPE) ([a-z_]+) (.+)$/.exec(line)
    if (head?.[1] === 'HELP') {
      name = head[2] ?? ''
      assert.ok(!families[name], `${name} twice`)
      families[name] = { type: '', samples: [] }
      continue
    }
    const family = families[name]
    assert.ok(family, line)
    if (head) {
      assert.equal(head[2], name)
      assert.match(head[3] ?? '', /^(gauge|counter)$/)
      family.type = head[3] ?? ''
      assert.equal(name.endsWith('_total'), family.type === 'counter', name)
      continue
    }
    const sample =
      /^([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(
        line,
      )
    assert.ok(sample, line)
    assert.equal(sample[1], name)
    const series = line.slice(0, line.lastIndexOf(' '))
    assert.ok(!seen.has(series), `${series} twice`)
    seen.add(series)
    const labels = [...(sample[2] ?? '').matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(
      ([, key = '', value = '']): [string, string] => [
        key,
        value.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c)),
      ],
    )
    family.samples.push({ labels: Object.fromEntries(labels), value: Number(sample[3]) })
  }
  return families
}
