// The appliance in Prometheus' text format, version 0.0.4.

import { liesIn } from '../model/address.ts'
import type { Row, ServerRow, ServiceRow } from '../model/observed.ts'
import type { Counter } from '../protocol/counters.ts'
import { wordsIn } from '../protocol/tokens.ts'
import { AgentAway, ask } from './agent.ts'
import { type Author, record } from './audit.ts'
import { db, transaction } from './db.ts'
import { agentState, live } from './live.ts'
import { pendingNow } from './pending.ts'

type Labels = Record<string, string>
interface Family {
  name: string
  type: 'gauge' | 'counter'
  help: string
  samples: readonly { labels?: Labels; value: number }[]
}

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

const labelsOf = (labels: Labels = {}): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length ? `{${pairs.join(',')}}` : ''
}

const written = ({ name, type, help, samples }: Family): string =>
  samples.length === 0
    ? ''
    : `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples
        .map(({ labels, value }) => `${name}${labelsOf(labels)} ${value}\n`)
        .join('')}`

const gauge = (name: string, help: string, samples: Family['samples']): Family => ({
  name,
  type: 'gauge',
  help,
  samples,
})
const total = (name: string, help: string, samples: Family['samples']): Family => ({
  name,
  type: 'counter',
  help,
  samples,
})

const isService = (row: Row): row is ServiceRow => row.row === 'service'
const isServer = (row: Row): row is ServerRow => row.row === 'server'
const labels = (row: Row): Labels =>
  row.row === 'server'
    ? { layer: row.area, service: row.service, server: row.label }
    : { layer: row.area, service: row.label }

/** What the machine says of the rows; a fact that is not known is left out, and never a 0. */
function rowFamilies(rows: readonly Row[]): Family[] {
  const [services, servers] = [rows.filter(isService), rows.filter(isServer)]
  const states = <T extends Row>(of: readonly T[], all: readonly T['state'][]) =>
    of.flatMap((r) =>
      all.map((state) => ({ labels: { ...labels(r), state }, value: Number(r.state === state) })),
    )
  const open = (of: readonly Row[]) =>
    of.flatMap((r) => (r.connections === null ? [] : [{ labels: labels(r), value: r.connections }]))
  return [
    gauge(
      'fulcrum_service_state',
      'Which state a virtual service is in: 1 for that one.',
      states(services, ['up', 'some', 'down', 'offline', 'unknown']),
    ),
    gauge(
      'fulcrum_server_state',
      'Which state a real server is in: 1 for that one.',
      states(servers, ['up', 'down', 'drained', 'halted', 'unknown']),
    ),
    gauge(
      'fulcrum_service_connections',
      'Open connections of a virtual service, over all workers.',
      open(services),
    ),
    gauge(
      'fulcrum_server_connections',
      'Open connections of a real server, over all workers.',
      open(servers),
    ),
    gauge(
      'fulcrum_service_servers_up',
      'Real servers of a virtual service that are up.',
      services.map((r) => ({ labels: labels(r), value: r.serversUp })),
    ),
    gauge(
      'fulcrum_service_servers',
      'Real servers of a virtual service.',
      services.map((r) => ({ labels: labels(r), value: r.servers })),
    ),
  ]
}

/** Since the engine began; a reload of HAProxy begins anew. */
function counterFamilies(counters: readonly Counter[]): Family[] {
  const of = (what: 'sessions' | 'bytesIn' | 'bytesOut', name: string, help: string): Family[] =>
    (
      [
        ['service', counters.filter((c) => c.server === null)],
        ['server', counters.filter((c) => c.server !== null)],
      ] as const
    ).map(([level, some]) =>
      total(
        `fulcrum_${level}_${name}_total`,
        `${help} of a ${level === 'service' ? 'virtual service' : 'real server'} since the engine began.`,
        some.map((c) => ({
          labels: { layer: c.layer, service: c.service, ...(c.server === null ? {} : { server: c.server }) },
          value: c[what],
        })),
      ),
    )
  return [
    ...of('sessions', 'sessions', 'Connections'),
    ...of('bytesIn', 'received_bytes', 'Bytes from clients'),
    ...of('bytesOut', 'sent_bytes', 'Bytes to clients'),
  ]
}

async function ownFamilies(now: number): Promise<Family[]> {
  const { answering, lookedAt } = agentState(now)
  const commits = await db().audit.findMany({ where: { action: 'commit' }, select: { result: true } })
  const applied = commits.filter((c) => c.result.startsWith('applied')).length
  return [
    gauge('fulcrum_agent_up', 'Whether the agent answers.', [{ value: Number(answering) }]),
    gauge(
      'fulcrum_facts_age_seconds',
      'Age of what is known of the machine.',
      lookedAt === null ? [] : [{ value: Math.max(0, now - lookedAt) / 1000 }],
    ),
    gauge(
      'fulcrum_generation',
      'Number of the commit that runs.',
      live().generation === null ? [] : [{ value: live().generation ?? 0 }],
    ),
    total('fulcrum_commits_total', 'Commits by how they ended.', [
      { labels: { result: 'applied' }, value: applied },
      { labels: { result: 'refused' }, value: commits.length - applied },
    ]),
    gauge('fulcrum_areas_waiting', 'Areas that are saved and not running.', [
      { value: pendingNow().areas.length },
    ]),
    gauge(
      'fulcrum_differences',
      'Things that run otherwise than applied.',
      answering ? [{ value: live().differences.length }] : [],
    ),
    gauge(
      'fulcrum_unit_up',
      'Whether a daemon runs and answers.',
      answering
        ? live().units.map((u) => ({ labels: { unit: u.unit }, value: Number(u.state === 'running') }))
        : [],
    ),
  ]
}

/** All of it. While the agent is silent, only what the console knows itself. */
export async function metrics(now = Date.now()): Promise<string> {
  const own = await ownFamilies(now)
  const { answering } = agentState(now)
  const counters = answering ? await countersNow() : []
  const rows = answering ? rowFamilies([...live().rows.values()]) : []
  return [...own, ...rows, ...counterFamilies(counters)].map(written).join('')
}

/** An agent that went away between two questions takes its counters with it. */
async function countersNow(): Promise<Counter[]> {
  try {
    return await ask('counters', {})
  } catch (e) {
    if (e instanceof AgentAway) return []
    throw e
  }
}

export const metricsNetworksNow = async (): Promise<string> =>
  (await db().metricsAccess.findUnique({ where: { id: 1 } }))?.networks ?? ''

export const setMetricsNetworks = (author: Author, given: string): Promise<void> =>
  transaction(async (tx) => {
    const before = (await tx.metricsAccess.findUnique({ where: { id: 1 } }))?.networks ?? ''
    const networks = wordsIn(given).join(' ')
    await tx.metricsAccess.upsert({ where: { id: 1 }, create: { id: 1, networks }, update: { networks } })
    const title = 'Allowed networks of the metrics'
    await record(tx, author, {
      action: 'save',
      before: { title, networks: before },
      after: { title, networks },
    })
  })

/** Whether machines at this address read the metrics without a token. */
export async function readsMetrics(address: string): Promise<boolean> {
  return wordsIn(await metricsNetworksNow()).some((network) => liesIn(address, network))
}
