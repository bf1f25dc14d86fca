// Tests: a random walk of valid edits, commits, drains, halts and onlines under load; after each deed the machine is asked whether it is as was meant.
import assert from 'node:assert/strict'
import { checkDocument } from '../../../lib/areas/check.ts'
import { roomOf } from '../../../lib/areas/index.ts'
import { verifyAll, withDocuments } from '../../../lib/areas/plan.ts'
import { type Document, documentDigest, emptyDocuments, type Item } from '../../../lib/model/document.ts'
import type { Facts } from '../../../lib/model/facts.ts'
import type { Places } from '../../places.ts'
import { type Agent, startAgent } from '../../start.ts'
import { ask, commitAll, endOf, operate, watching } from '../client.ts'
import { filled, isLoaded, LOADED, serversIn, servicesIn, someEdit } from './edits.ts'
import type { Random } from './random.ts'
import { running, wanted } from './running.ts'
import { ECHO_PORT, HTTP_PORT } from './values.ts'

const VIP = '10.99.0.50'
export const LOAD = { host: VIP, http: 8080, tcp: 8090 }
const DEEDS = ['edit', 'commit', 'state', 'reload', 'agent'] as const
type Deed = (typeof DEEDS)[number]
/** How often each comes, of a hundred. */
const SHARES: readonly (readonly [number, Deed])[] = [
  [52, 'edit'],
  [22, 'commit'],
  [22, 'state'],
  [2, 'reload'],
  [2, 'agent'],
]
const SHOWN = 25

const service = (id: string, protocol: string, port: number): Item => ({
  ...{ id, kind: 'virtual-service', parent: 'layer7', label: id, position: LOADED.indexOf(id) },
  data: { address: VIP, ports: String(port), protocol, persistence: 'none', balance: 'roundrobin' },
})
const always = (parent: string, port: number): Item => ({
  ...{ id: `${parent}.always`, kind: 'real-server', parent, label: 'always', position: 0 },
  data: { address: '10.99.0.1', port, weight: 100 },
})

/** The two services under load, each with the one server that always stays. */
const BEGIN: Item[] = [
  service('web', 'http', LOAD.http),
  service('echo', 'tcp', LOAD.tcp),
  always('web', HTTP_PORT),
  always('echo', ECHO_PORT),
].flatMap((item) => filled(item) ?? [])

export class Walk {
  /** How often each was done. */
  readonly counts = new Map<string, number>()
  private readonly places: Places
  private readonly random: Random
  private readonly log: string[] = []
  private agent: Agent | null = null
  /** As saved, and as applied. */
  private items: Item[] = BEGIN
  private applied: Item[] = []
  private states: Document = { area: 'server-state', version: roomOf('server-state').version, items: [] }
  private made = 0

  constructor(places: Places, random: Random) {
    this.places = places
    this.random = random
  }

  /** Starts the agent and commits the services that are under load from then on. */
  async begin(): Promise<void> {
    await this.startAgent()
    await this.commit()
  }

  async end(): Promise<void> {
    await this.agent?.stop()
  }

  /** What was done last, the latest at the end. */
  lastSteps = (): string => this.log.slice(-SHOWN).join('\n')

  async step(n: number): Promise<void> {
    const deed = this.random.weighted(SHARES)
    this.counts.set(deed, (this.counts.get(deed) ?? 0) + 1)
    this.log.push(`${n}: ${deed}`)
    if (deed === 'edit') return this.edit()
    if (deed === 'commit') await this.commit()
    if (deed === 'state') await this.setStates()
    if (deed === 'reload') assert.equal(endOf(await operate(this.places.socket, 'reload')).type, 'applied')
    if (deed === 'agent') await this.restartAgent()
    await this.compare()
  }

  private note = (words: string): void => void this.log.push(`   ${words}`)

  private async startAgent(): Promise<void> {
    this.agent = await startAgent({ places: this.places, every: 250, patience: 6000 })
    assert.deepEqual(this.agent.notices, [], 'the agent found something to put right')
  }

  private async restartAgent(): Promise<void> {
    await this.agent?.stop()
    await this.startAgent()
  }

  /** Edits until one holds by all rules; it waits for a commit then. */
  private async edit(): Promise<void> {
    const facts: Facts = (await ask(this.places.socket, 'facts')).answer
    for (;;) {
      const edited = someEdit(this.items, this.random, `n${++this.made}`)
      if (!edited || !isValid(edited.items, facts)) continue
      this.items = edited.items
      return this.note(edited.words)
    }
  }

  private async commit(): Promise<void> {
    const messages = await commitAll(this.places.socket, [documentOf(this.items)])
    const end = endOf(messages)
    assert.equal(end.type, 'applied', JSON.stringify(end))
    this.applied = this.items
  }

  /** Some servers at once, among them those that are not applied yet. */
  private async setStates(): Promise<void> {
    const state = this.random.pick(['online', 'drained', 'halted'])
    const servers = this.someServers(state)
    const others = this.states.items.filter((i) => !servers.some((s) => s.id === i.label))
    const now = state === 'online' ? [] : servers.map((s) => stateItem(s, state))
    this.states = { ...this.states, items: [...others, ...now] }
    this.note(`${state}: ${servers.map((s) => s.id).join(', ') || 'none'}`)
    const { answer } = await ask(this.places.socket, 'set-server-states', {
      document: this.states,
      author: 'walk',
    })
    assert.deepEqual(
      answer.servers.filter((s: { failure: string }) => s.failure !== ''),
      [],
    )
  }

  /** A halt closes what is open, so that those under load are only drained. */
  private someServers(state: string): Item[] {
    const all = serversIn([
      ...this.items,
      ...this.applied.filter((a) => !this.items.some((i) => i.id === a.id)),
    ])
    const may = all.filter((s) => !s.id.endsWith('.always') && !(state === 'halted' && isLoaded(s)))
    const first = this.random.below(may.length)
    return may.slice(first, first + 1 + this.random.below(3))
  }

  /** HAProxy and the kernel first, then what the agent says of them. */
  private async compare(): Promise<void> {
    assert.deepEqual(await running(this.places.master), wanted(this.applied, this.states))
    const watch = await watching(this.places.socket)
    const { digests, differences, notices } = watch.now()
    watch.end()
    assert.deepEqual(differences, [])
    assert.deepEqual(notices, [])
    assert.equal(digests.layer7, documentDigest(documentOf(this.applied)))
    assert.equal(digests['server-state'], documentDigest(this.states))
  }

  /** What the walk has in hand now: services and servers. */
  size = (): string => `${servicesIn(this.items).length} services, ${serversIn(this.items).length} servers`
}

/** As the console sends it: without drafts and what is below them. */
function documentOf(items: readonly Item[]): Document {
  const drafts = new Set(items.filter((i) => i.draft).map((i) => i.id))
  const counting = items.filter((i) => !drafts.has(i.id) && !drafts.has(i.parent))
  return { area: 'layer7', version: roomOf('layer7').version, items: counting }
}

const stateItem = (server: Item, state: string): Item => ({
  ...{
    id: `state-${server.id}`,
    kind: 'server-state',
    parent: 'server-state',
    label: server.id,
    position: 0,
  },
  data: { state, since: 1_700_000_000_000, by: 'walk' },
})

/** By schemas and rules, warnings aside: as the console and the agent find it. */
function isValid(items: readonly Item[], facts: Facts): boolean {
  const document = documentOf(items)
  if (checkDocument(document).length) return false
  const none = emptyDocuments((area) => roomOf(area).version)
  const problems = verifyAll(withDocuments(none, [document]), facts)
  return problems.every((p) => p.level !== 'error')
}
