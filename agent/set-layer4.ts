// Drain, Halt and Online at Layer 4: keepalived's file and the kernel's table, then what the kernel answers.
import { fallbackKeyOf } from '../lib/areas/layer4/fallback.ts'
import { type Server, type Service, serverKey, serviceKey, servicesOf } from '../lib/areas/layer4/services.ts'
import { type AskedState, offlineServers, stateIn } from '../lib/areas/server-state/states.ts'
import type { Document, Documents } from '../lib/model/document.ts'
import type { RenderedFile } from '../lib/model/file.ts'
import type { Layer4Answer, Layer4Raw } from '../lib/model/observed.ts'
import type { ServerOutcome } from '../lib/protocol/messages.ts'
import { messageOf } from './log.ts'
import type { Machine } from './machine.ts'

export interface Layer4Set {
  outcomes: ServerOutcome[]
  seen: Layer4Raw | null
  services: string[]
}

interface Named {
  service: Service
  server: Server
}

/** Layer 4's servers among these, by the ids of their items. */
export const layer4Servers = (documents: Documents, ids: readonly string[]): ReadonlyMap<string, Named> => {
  const these = new Set(ids)
  const all = servicesOf(documents).flatMap((service) =>
    service.servers.map((server): [string, Named] => [server.item.id, { service, server }]),
  )
  return new Map(all.filter(([id]) => these.has(id)))
}

/** Does it; `wanted` is on the disk already. */
export async function setLayer4(
  machine: Machine,
  applied: { documents: Documents; files: readonly RenderedFile[] },
  wanted: Document,
  named: ReadonlyMap<string, Named>,
): Promise<Layer4Set> {
  if (named.size === 0) return { outcomes: [], seen: null, services: [] }
  const offline = offlineServers(wanted)
  const documents = { ...applied.documents, 'server-state': wanted }
  const { seen, failure } = await ordered(machine, documents, applied.files)
  const outcomes = [...named].map(([id, name]) => outcomeOf(id, name, stateIn(offline, id), seen, failure))
  return { outcomes, seen, services: [...new Set([...named.values()].map((n) => n.service.item.id))] }
}

async function ordered(
  machine: Machine,
  documents: Documents,
  files: readonly RenderedFile[],
): Promise<{ seen: Layer4Raw | null; failure: string }> {
  try {
    const seen = await machine.setLayer4(documents, files)
    // What this kernel cannot do is kept until it can.
    if (seen.missing) return { seen, failure: '' }
    if (!machine.isRunning('layer4')) return { seen, failure: 'keepalived does not run.' }
    return { seen, failure: seen.error ?? '' }
  } catch (error) {
    return { seen: null, failure: messageOf(error) }
  }
}

function outcomeOf(
  server: string,
  name: Named,
  wanted: AskedState,
  seen: Layer4Raw | null,
  failure: string,
): ServerOutcome {
  if (!seen?.answer || failure !== '') return { server, state: null, failure }
  const state = runningState(name, wanted, seen.answer)
  return { server, state, failure: state === wanted ? '' : `The kernel says it is ${state}.` }
}

/** A server that is not in the table takes no clients, whatever it was told: its check fails, or has not passed yet. */
function runningState({ service, server }: Named, wanted: AskedState, answer: Layer4Answer): AskedState {
  const key = serverKey(service, server)
  const found = answer.services.find((s) => s.key === serviceKey(service))?.servers.find((s) => s.key === key)
  if (!found || key === fallbackKeyOf(service)) return wanted
  return found.weight === 0 && server.weight > 0 ? 'drained' : 'online'
}
