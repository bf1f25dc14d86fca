// Drain, Halt and Online over the API: by ids, by name, or every row with one address.
import type { z } from 'zod'
import type { AskedState } from '../../areas/server-state/states.ts'
import { canonicalAddress, isAddress } from '../../model/address.ts'
import type { Item } from '../../model/document.ts'
import type { ServersSet, serversBody } from '../../protocol/v1-shapes.ts'
import { setServersAs } from '../actions.ts'
import { storedNow } from '../documents.ts'
import { agentState, live } from '../live.ts'
import type { Handler } from './asked.ts'
import { ApiProblem } from './problem.ts'

type Which = z.output<typeof serversBody>
type Target = Omit<ServersSet['servers'][number], 'state' | 'failure'>

/** Every server that is stored, and those that still run. */
async function targets(): Promise<Target[]> {
  const items = (await storedNow()).rows.map((r) => r.item)
  const labels = new Map(items.map((i) => [i.id, i.label]))
  const stored = items.filter((i) => i.kind === 'real-server').map((i) => targetOf(i, labels))
  const running = [...live().rows.values()].flatMap((r) =>
    r.row === 'server' ? [{ id: r.item, service: r.service, label: r.label, address: r.address }] : [],
  )
  const known = new Set(stored.map((t) => t.id))
  return [...stored, ...running.filter((t) => !known.has(t.id))]
}

const targetOf = (item: Item, labels: ReadonlyMap<string, string>): Target => ({
  ...{ id: item.id, service: labels.get(item.parent) ?? '', label: item.label },
  address: typeof item.data.address === 'string' ? item.data.address : '',
})

/** Those that are meant, or why there are none. */
function meant(all: readonly Target[], which: Which): Target[] {
  if ('ids' in which) {
    const missing = which.ids.find((id) => !all.some((t) => t.id === id))
    if (missing) throw new ApiProblem('NOT_THERE', `There is no server with the id ${missing}.`)
    return all.filter((t) => which.ids.includes(t.id))
  }
  if ('service' in which) {
    const found = all.filter((t) => t.service === which.service && t.label === which.server)
    if (found.length === 0)
      throw new ApiProblem('NOT_THERE', `There is no server ${which.service}/${which.server}.`)
    return found
  }
  if (!isAddress(which.address)) throw new ApiProblem('INVALID', `${which.address} is no IP address.`)
  const address = canonicalAddress(which.address)
  const found = all.filter((t) => t.address === address)
  if (found.length === 0) throw new ApiProblem('NOT_THERE', `No server has the address ${address}.`)
  return found
}

/** One that was as asked before is not done again. */
export const setTo =
  (state: AskedState): Handler =>
  async ({ caller, body }) => {
    const servers = meant(await targets(), body as Which)
    const set = await setServersAs(caller, { servers: servers.map((t) => t.id), state })
    if (!set.ok) throw new ApiProblem(agentState().answering ? 'REFUSED' : 'AGENT_AWAY', set.message)
    const outcomes = new Map(set.servers.map((s) => [s.server, s]))
    const answer = servers.map((t) => ({
      ...t,
      state: outcomes.has(t.id) ? (outcomes.get(t.id)?.state ?? null) : state,
      failure: outcomes.get(t.id)?.failure ?? '',
    }))
    const failed = answer.filter((s) => s.failure !== '')
    if (failed.length)
      throw new ApiProblem('REFUSED', failed.map((s) => s.failure).join(' '), { more: { servers: answer } })
    return { body: { servers: answer } }
  }
