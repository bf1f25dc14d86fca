// What the API tells of the appliance: its health, its rows, its areas, its audit trail and itself.
import { rooms } from '../../areas/index.ts'
import { openApi } from '../../protocol/openapi.ts'
import { auditAskedIn, auditPage } from '../audit-view.ts'
import { applianceName } from '../events.ts'
import { agentState, live } from '../live.ts'
import { pendingNow, refreshPending } from '../pending.ts'
import { version } from '../places.ts'
import type { Handler } from './asked.ts'
import { ApiProblem } from './problem.ts'

let document: ReturnType<typeof openApi> | undefined

/** Made once: it takes some ten milliseconds. */
export const openapi: Handler = async () => {
  document ??= openApi(version())
  return { body: document }
}

/** 503 while the agent does not answer: then nobody knows how the daemons are. */
export const health: Handler = async () => {
  const { units, differences } = live()
  const agent = agentState().answering
  const healthy =
    agent && differences.length === 0 && units.every((u) => u.state === 'running' || u.state === 'stopped')
  if (!agent) throw new ApiProblem('AGENT_AWAY', 'The agent does not answer. What runs goes on unchanged.')
  return { body: { healthy, version: version(), agent, units, differences } }
}

export const status: Handler = async () => {
  await refreshPending()
  const { rows, generation, appliance } = live()
  const { answering, lookedAt } = agentState()
  return {
    body: {
      ...{ lookedAt, answering, appliance: applianceName(), role: appliance?.role ?? '', generation },
      ...{ waiting: pendingNow().areas, rows: [...rows.values()] },
    },
  }
}

export const areas: Handler = async () => ({
  body: rooms.map(({ name: area, title, commit, kinds }) => ({
    ...{ area, title, commit },
    kinds: kinds.map(({ name: kind, title, parent }) => ({ kind, title, parent })),
  })),
})

export const audit: Handler = async ({ query }) => {
  const given = Object.entries(query).flatMap(([name, v]) => (v === undefined ? [] : [[name, v]]))
  const asked = auditAskedIn(new URLSearchParams(given))
  if (!asked) throw new ApiProblem('INVALID', 'There is no such search.')
  return { body: await auditPage(asked) }
}
