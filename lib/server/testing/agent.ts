// For tests: an agent without a machine, speaking the protocol on a socket of its own. It plans and renders by the real rooms.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import type { z } from 'zod'
import { changesBetween } from '../../areas/changes.ts'
import { roomOf } from '../../areas/index.ts'
import { changedAreas, planCommit, renderAll, withDocuments } from '../../areas/plan.ts'
import { changedServers, offlineServers, stateIn } from '../../areas/server-state/states.ts'
import { type AuditCheck, type AuditLine, fitsQuery } from '../../model/audit.ts'
import { AREAS, type Document, type Documents, documentDigest, emptyDocuments } from '../../model/document.ts'
import type { Facts } from '../../model/facts.ts'
import type { Row } from '../../model/observed.ts'
import type { Confirmation } from '../../protocol/confirm.ts'
import type { Counter } from '../../protocol/counters.ts'
import type { Applied, Output, operations, Progress, WatchMessage } from '../../protocol/messages.ts'
import type { CommitRecord } from '../../protocol/record.ts'
import type { Tried } from '../../protocol/try-check.ts'
import { documentsOf } from '../applied.ts'
import { agentSocket } from '../places.ts'

export const FACTS: Facts = {
  at: 0,
  hostname: 'lb1',
  interfaces: [
    { name: 'eth0', up: true, addresses: [{ address: '192.168.85.10', prefix: 24, ours: false }] },
  ],
  busy: [],
  scripts: ['DICOM-C-ECHO'],
}

export class FakeAgent {
  applied: Applied = { generation: 0, at: null, author: '', documents: [], files: [] }
  /** Every commit, oldest first. */
  kept: Applied[] = []
  rows: Row[] = []
  /** Names of the operations it was asked, in order. */
  asked: string[] = []
  /** Answered instead of a commit's success, once. */
  next: Progress[] | null = null
  /** Why servers are not drained, once. */
  failure = ''
  /** Secrets it was given to keep, by name. */
  secrets = new Map<string, string>()
  /** What waits to be confirmed, or was undone. */
  confirmation: Confirmation | null = null
  /** The connection that counts as the new one. */
  keeps = ''
  /** What it was last asked to try. */
  lastTried: unknown = null
  /** The audit trail as it was handed over. A line may be taken out or changed. */
  trail: AuditLine[] = []
  counters: Counter[] = []
  private watchers = new Set<ServerResponse>()
  private server = createServer((request, response) => {
    this.answer(request, response).catch((e) => response.destroy(e))
  })

  private looks = setInterval(() => this.tell({ type: 'look', at: Date.now() }), 500)

  listen = (): Promise<void> => new Promise((done) => this.server.listen(agentSocket(), done))

  async close(): Promise<void> {
    clearInterval(this.looks)
    for (const w of this.watchers) w.destroy()
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }

  /** Tells everybody who watches. */
  tell(message: WatchMessage): void {
    for (const w of this.watchers) w.write(`${JSON.stringify(message)}\n`)
  }

  documents = (): Documents => documentsOf(this.applied)

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = request.url?.slice(1) ?? ''
    this.asked.push(name)
    const reply = (body: unknown) => response.end(JSON.stringify(body))
    if (name === 'watch') {
      this.watchers.add(response)
      response.on('close', () => this.watchers.delete(response))
      response.write(`${JSON.stringify(this.snapshot())}\n`)
    } else if (name === 'facts') reply({ ...FACTS, at: Date.now() })
    else if (name === 'applied') reply(this.applied)
    else if (name === 'set-server-states') reply(this.setStates((await json(request)) as SetStates))
    else if (name === 'generations') reply(this.records())
    else if (name === 'generation') reply({ applied: this.keptAs((await json(request)) as Asked) })
    else if (name === 'counters') reply(this.counters)
    else if (name === 'audit-append') reply(this.appended((await json(request)) as Handed))
    else if (name === 'audit-read') reply(this.trailRead((await json(request)) as Read))
    else if (name === 'try-check') reply(this.tried(await json(request)))
    else if (name === 'keep-secret') {
      const given = (await json(request)) as { name: string; value: string }
      this.secrets.set(given.name, given.value)
      reply({})
    } else if (name === 'forget-secrets') reply({ forgotten: 0 })
    else if (name === 'keep') reply({ outcome: this.keep((await json(request)) as Kept) })
    else if (name === 'undo') reply({ outcome: 'gone' })
    else if (name === 'commit') this.stream(response, this.commit((await json(request)) as Commit))
    else this.stream(response, [{ type: 'applied', generation: this.applied.generation, readBack: [] }])
  }

  private appended({ origin, entries }: Handed): Output<'audit-append'> {
    const last = () => Math.max(0, ...this.trail.filter((l) => l.origin === origin).map((l) => l.id))
    for (const entry of entries.filter((e) => e.id > last()))
      this.trail.push({ ...entry, n: this.trail.length + 1, origin, prev: '', hash: '' })
    return { upTo: last(), differs: null }
  }

  private trailRead({ before = Number.MAX_SAFE_INTEGER, limit, ...query }: Read): Output<'audit-read'> {
    const found = this.trail.filter((l) => l.n < before && fitsQuery(query)(l)).reverse()
    const present: AuditCheck['present'] = {}
    for (const { origin, id } of this.trail) present[origin] = [...(present[origin] ?? []), [id, id]]
    const check = { lines: this.trail.length, faults: [], present }
    return { entries: found.slice(0, limit), more: found.length > limit, check }
  }

  private keep = ({ id, over }: Kept) =>
    id !== this.confirmation?.id ? 'gone' : over === this.keeps ? 'kept' : 'other-way'

  private records(): CommitRecord[] {
    return this.kept
      .map(({ generation, at, author, documents }, i): CommitRecord => {
        const was = this.kept[i - 1] ?? { generation: 0, documents: [] }
        const changes = changesBetween(allOf(was.documents), allOf(documents))
        const areas = changedAreas(allOf(was.documents), allOf(documents))
        const rest = { at: at ?? 0, author, areas, changes, changed: changes.length }
        return { generation, base: was.generation, ...rest, readBack: ['HAProxy runs it.'] }
      })
      .reverse()
  }

  private keptAs = ({ generation }: Asked) => this.kept.find((g) => g.generation === generation) ?? null

  private tried(input: unknown): Tried {
    this.lastTried = input
    return { ok: true, sentence: 'Connected.', milliseconds: 3, http: null, script: null }
  }

  private stream(response: ServerResponse, messages: Progress[]): void {
    response.end(messages.map((m) => `${JSON.stringify(m)}\n`).join(''))
  }

  private commit({ base, documents, author }: Commit): Progress[] {
    const { generation, files } = this.applied
    const instead = this.next
    this.next = null
    if (instead) return instead
    if (base !== generation) return [{ type: 'conflict', generation }]
    const all = withDocuments(this.documents(), documents)
    const { steps, problems } = planCommit(files, all, FACTS)
    if (problems.some((p) => p.level === 'error')) return [{ type: 'problems', problems }]
    this.applied = {
      generation: generation + 1,
      at: Date.now(),
      author,
      documents: AREAS.map((a) => all[a]),
      files: renderAll(all, FACTS),
    }
    this.kept.push(this.applied)
    return [
      { type: 'plan', steps },
      { type: 'applied', generation: generation + 1, readBack: ['HAProxy runs it.'] },
    ]
  }

  private setStates({ document }: SetStates): Output<'set-server-states'> {
    const changed = changedServers(this.documents()['server-state'], document)
    const states = offlineServers(document)
    const failure = this.failure
    this.failure = ''
    if (failure === '') {
      const others = this.applied.documents.filter((d) => d.area !== document.area)
      this.applied = { ...this.applied, documents: [...others, document] }
    }
    const servers = changed.map((server) => ({
      server,
      state: failure === '' ? stateIn(states, server) : null,
      failure,
    }))
    return { servers, document: this.documents()['server-state'] }
  }

  private snapshot(): WatchMessage {
    const documents = this.documents()
    return {
      type: 'snapshot',
      at: Date.now(),
      appliance: { hostname: 'lb1', role: 'Primary', activity: 'Active', link: false },
      generation: this.applied.generation,
      digests: Object.fromEntries(AREAS.map((a) => [a, documentDigest(documents[a])])),
      rows: this.rows,
      units: [],
      differences: [],
      notices: [],
      confirmation: this.confirmation,
    }
  }
}

type Handed = z.output<(typeof operations)['audit-append']['input']>
type Read = z.output<(typeof operations)['audit-read']['input']>

interface SetStates {
  document: Document
  author: string
}

interface Kept {
  id: string
  over: string
}

interface Asked {
  generation: number
}

const allOf = (documents: readonly Document[]): Documents =>
  withDocuments(
    emptyDocuments((area) => roomOf(area).version),
    documents,
  )

interface Commit {
  base: number
  documents: Document[]
  author: string
}
