// Drain, Halt and Online: the document on the disk first, then HAProxy's runtime commands, then its answer. No file changes, nothing reloads.
import type { z } from 'zod'
import { checkDocument } from '../lib/areas/check.ts'
import { roomOf } from '../lib/areas/index.ts'
import {
  type AskedState,
  adminState,
  changedServers,
  offlineServers,
  stateIn,
  withServersOf,
} from '../lib/areas/server-state/states.ts'
import type { Document, Documents } from '../lib/model/document.ts'
import type { RenderedFile } from '../lib/model/file.ts'
import type { Layer4Raw, Raw } from '../lib/model/observed.ts'
import type { Output, operations } from '../lib/protocol/messages.ts'
import { diskTrouble, messageOf, say } from './log.ts'
import type { Machine, ServerOrder } from './machine.ts'
import { keyOf, type ServerName, type ServerNames } from './names.ts'
import type { Places } from './places.ts'
import { Refused } from './refused.ts'
import { layer4Servers, setLayer4 } from './set-layer4.ts'
import { readStates, writeStates } from './states-file.ts'

type SetInput = z.output<(typeof operations)['set-server-states']['input']>
export type Outcome = Output<'set-server-states'>

export interface StatesSet {
  outcome: Outcome
  /** What HAProxy and the kernel answered for the services touched; null when they were not asked or did not answer. */
  seen: { haproxy: Raw['haproxy'] | null; layer4: Layer4Raw | null; services: ReadonlySet<string> } | null
}

/** What is applied, and where its servers stand in HAProxy. */
export interface Standing {
  names: ServerNames
  documents: Documents
  files: readonly RenderedFile[]
}

interface Means {
  places: Places
  machine: Machine
}

/** Servers that HAProxy or the kernel did not take stay as they were, with the reason. Throws Refused for a document that is none. */
export async function setServerStates(
  { places, machine }: Means,
  standing: Standing,
  input: SetInput,
): Promise<StatesSet> {
  const { names } = standing
  const wanted = checked(input.document)
  const own = readStates(places)
  const changed = changedServers(own, wanted)
  const trouble = noted(places, wanted)
  if (trouble)
    return { outcome: { servers: changed.map((id) => untouched(id, trouble)), document: own }, seen: null }
  const offline = offlineServers(wanted)
  const orders = changed.flatMap((id): Ordered[] => {
    const name = names.get(id)
    return name ? [{ ...name, id, state: stateIn(offline, id) }] : []
  })
  say(`${input.author}: ${changed.map((id) => wordsFor(names.get(id), id, stateIn(offline, id))).join(', ')}`)
  const below = layer4Servers(standing.documents, changed)
  const [{ haproxy, failure }, layer4] = await Promise.all([
    ordered(machine, orders),
    setLayer4(machine, standing, wanted, below),
  ])
  const servers = changed
    .filter((id) => !below.has(id))
    .map((id) => outcomeOf(id, stateIn(offline, id), names.get(id), haproxy, failure))
    .concat(layer4.outcomes)
  const failed = servers.filter((s) => s.failure !== '').map((s) => s.server)
  const document = failed.length ? withServersOf(wanted, failed, own) : wanted
  if (failed.length) writeStates(places, document)
  const services = new Set([...orders.map((o) => o.service), ...layer4.services])
  const answered = haproxy?.answer || layer4.seen?.answer
  const seen = { haproxy: haproxy?.answer ? haproxy : null, layer4: layer4.seen, services }
  return { outcome: { servers, document }, seen: answered ? seen : null }
}

/** Why it could not be noted, so that no start would remember it; null when it is on the disk. */
function noted(places: Places, wanted: Document): string | null {
  try {
    writeStates(places, wanted)
    return null
  } catch (error) {
    const trouble = diskTrouble(error)
    if (!trouble) throw error
    return trouble
  }
}

const untouched = (server: string, failure: string) => ({ server, state: null, failure })

interface Ordered extends ServerOrder {
  id: string
  service: string
}

function checked(document: Document): Document {
  const room = roomOf('server-state')
  const lifted = document.area === room.name ? room.upgrade(document) : null
  const problems = lifted ? checkDocument(lifted) : []
  if (!lifted || problems.length)
    throw new Refused(problems[0]?.message ?? `These are settings of ${roomOf(document.area).title}.`)
  return lifted
}

async function ordered(
  machine: Machine,
  orders: readonly ServerOrder[],
): Promise<{ haproxy: Raw['haproxy'] | null; failure: string }> {
  if (orders.length === 0) return { haproxy: null, failure: '' }
  if (!machine.isRunning('haproxy')) return { haproxy: null, failure: 'HAProxy does not run.' }
  try {
    await machine.setServers(orders)
    const haproxy = await machine.lookAt([...new Set(orders.map((o) => o.proxy))])
    return { haproxy, failure: haproxy.answer ? '' : 'HAProxy does not answer.' }
  } catch (error) {
    return { haproxy: null, failure: messageOf(error) }
  }
}

/** A server that does not run yet has nothing to be read back: its state holds from its first commit on. */
function outcomeOf(
  server: string,
  wanted: AskedState,
  name: ServerName | undefined,
  haproxy: Raw['haproxy'] | null,
  failure: string,
): Outcome['servers'][number] {
  if (!name) return { server, state: null, failure: '' }
  const state = haproxy?.answer ? runningState(haproxy.answer, name) : null
  if (failure !== '' || state === null)
    return { server, state, failure: failure || 'It is not in the running HAProxy.' }
  return { server, state, failure: state === wanted ? '' : `HAProxy says it is ${state}.` }
}

function runningState(answer: NonNullable<Raw['haproxy']['answer']>, name: ServerName): AskedState | null {
  const there = answer.stat.some((s) => s.pxname === name.proxy && s.svname === name.server)
  return there ? adminState(answer.administrative[keyOf(name)] ?? 0) : null
}

/** Brings HAProxy and the kernel to the document where they differ: somebody changed them by hand, or they were asked while nobody answered. Says what it changed. */
export async function correctStates(means: Means, standing: Standing): Promise<string[]> {
  const states = readStates(means.places)
  const documents = { ...standing.documents, 'server-state': states }
  const weights = await means.machine.correctLayer4(documents)
  const told = weights.map(
    (address) =>
      `The weight of ${address} at Layer 4 was not as it was set, which nobody asked for here; it is again.`,
  )
  return means.machine.isRunning('haproxy')
    ? [...told, ...(await correctHaproxy(means, standing.names, states))]
    : told
}

async function correctHaproxy({ machine }: Means, names: ServerNames, states: Document): Promise<string[]> {
  const offline = offlineServers(states)
  const runs = await machine.administrative()
  const orders = [...names].flatMap(([id, name]): Ordered[] => {
    const state = stateIn(offline, id)
    return adminState(runs.get(keyOf(name)) ?? 0) === state ? [] : [{ ...name, id, state }]
  })
  await machine.setServers(orders)
  return orders.map((o) => {
    const was = adminState(runs.get(keyOf(o)) ?? 0)
    return `${o.server} of ${o.proxy} was ${was} in HAProxy, which nobody asked for here; it is ${o.state} again.`
  })
}

const wordsFor = (name: ServerName | undefined, id: string, state: AskedState): string =>
  `${name ? keyOf(name) : id} ${state}`
