// Verb: Layer 4 as a whole: keepalived's checkers, the kernel's table, packet rules and settings.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { editsFor } from '../../lib/areas/layer4/edits.ts'
import { CONF_FILE, SYSCTL_FILE } from '../../lib/areas/layer4/render.ts'
import { sysctlsIn } from '../../lib/areas/layer4/sysctl.ts'
import { offlineServers } from '../../lib/areas/server-state/states.ts'
import type { Documents } from '../../lib/model/document.ts'
import type { RenderedFile } from '../../lib/model/file.ts'
import type { IpvsService, Layer4Answer, Layer4Raw } from '../../lib/model/observed.ts'
import { digestOfUnit, mainFile } from '../digests.ts'
import { messageOf } from '../log.ts'
import { Refusal } from '../machine.ts'
import { makeFolder, type Places, unitFolder, unitLog } from '../places.ts'
import { readStates } from '../states-file.ts'
import { blocksIn, digestOfId, idIn, leftovers, workingFile } from '../working-file.ts'
import { Checkers, fifoOf, meetingPlace, sizeOf, textFrom } from './checkers.ts'
import { countTemplates } from './connections.ts'
import { textOf, writeWhole } from './files.ts'
import { changeTable, IpvsTable, missingForLayer4 } from './ipvs.ts'
import { checkKeepalived, lastWords } from './keepalived.ts'
import { checkRules, loadRules, readRules, removeRules } from './nft.ts'
import { childrenOf, endProcess, type Process, signal, startDaemon } from './processes.ts'
import { until } from './run.ts'
import { setSysctls, sysctlValue } from './sysctl.ts'
import { CHECKS_USER, daemonOf, processOfUnit } from './units.ts'

const TAKEN_WITHIN = 20_000
/** Rules change by commits only, so that somebody else's hand is seen late enough. In milliseconds. */
const RULES_EVERY = 10_000
const ASK_EVERY = 2000
/** Entries of drained servers are counted in this many milliseconds at most, and then not for twenty times as long. */
const COUNT_WITHIN = 1000
const REST = 20

const fileOf = (places: Places): string => join(unitFolder(places, 'layer4'), 'keepalived.conf')
const settingsOf = (places: Places): string => join(meetingPlace(places), 'sysctls.json')
const sameProcess = (a: Process | null, b: Process): boolean =>
  a?.pid === b.pid && a.startTime === b.startTime

export class Layer4 {
  private readonly places: Places
  private readonly checkers: Checkers
  private readonly table = new IpvsTable()
  /** What the process answered last. */
  private taken: { by: Process; id: string; waiting: boolean; at: number } | null = null
  private rules: { at: number; value: Layer4Answer['rules'] } | null = null
  private counted: { next: number; value: ReadonlyMap<string, number> } = { next: 0, value: new Map() }
  private answeredAt: number | null = null

  constructor(places: Places) {
    this.places = places
    makeFolder(unitFolder(places, 'layer4'), 0o700)
    makeFolder(meetingPlace(places), 0o700)
    this.checkers = new Checkers(places)
  }

  missing = missingForLayer4

  private process = (): Process | null => processOfUnit(this.places, 'layer4')

  /** What keepalived is to run: a generation's file with the states of servers and this machine's places in it. */
  private working(folder: string): string {
    const offline = offlineServers(readStates(this.places))
    return workingFile(textOf(join(folder, CONF_FILE)) ?? '', offline, {
      fifo: fifoOf(this.places),
      scripts: this.places.scripts,
      tools: this.places.tools,
      scriptUser: CHECKS_USER,
    })
  }

  async check(folder: string): Promise<void> {
    if (await this.missing()) return
    const conf = textOf(join(folder, CONF_FILE)) ?? ''
    await Promise.all([checkKeepalived(this.places, conf, this.working(folder)), checkRules(folder)])
  }

  /** Settings first, as connections made before them would not know them; then rules; then keepalived's file. */
  private async prepare(): Promise<string> {
    const text = this.working(this.places.current)
    setSysctls(settingsOf(this.places), sysctlsIn(textOf(join(this.places.current, SYSCTL_FILE)) ?? ''))
    await loadRules(this.places.current)
    this.rules = null
    const before = textOf(fileOf(this.places)) ?? ''
    writeWhole(fileOf(this.places), text, 0o600)
    return before
  }

  async start(ended: (how: string) => void): Promise<void> {
    if (await this.missing()) return
    const before = await this.prepare()
    const there = new Set((await this.table.read()).map((s) => s.key))
    const stale = leftovers(before, textOf(fileOf(this.places)) ?? '')
    await changeTable(stale.filter((s) => there.has(s.key)).map((s) => ['-D', ...s.words]))
    const from = sizeOf(unitLog(this.places, 'layer4'))
    let end: string | null = null
    await startDaemon(daemonOf(this.places, 'layer4'), (how) => {
      end = how
      ended(how)
    })
    await this.untilTaken(from, () => end)
  }

  async reload(): Promise<void> {
    if (await this.missing()) return
    const running = this.process()
    if (!running) throw new Refusal('layer4', 'keepalived does not run.')
    await this.prepare()
    const from = sizeOf(unitLog(this.places, 'layer4'))
    process.kill(running.pid, 'SIGHUP')
    await this.untilTaken(from, () => null)
  }

  /** Its own word that it runs this file: by then it has changed the kernel's table. */
  private async untilTaken(from: number, end: () => string | null): Promise<void> {
    const log = unitLog(this.places, 'layer4')
    const wanted = idIn(textOf(fileOf(this.places)) ?? '')
    const taken = await until(async () => {
      if (end() !== null) return 'ended'
      if (!/ (Reload|Startup) complete$/m.test(textFrom(log, from))) return null
      return (await this.ask()) === wanted ? 'taken' : null
    }, TAKEN_WITHIN)
    if (taken !== 'taken') throw lastWords(textFrom(log, from))
  }

  /** The name of the file that keepalived runs; null when it does not run or answer. */
  private async ask(): Promise<string | null> {
    const running = this.process()
    const dump = running && (await this.checkers.ask(running))
    this.taken = dump
      ? { by: running, id: dump.id, waiting: [...dump.up.values()].includes(null), at: Date.now() }
      : null
    this.checkers.listen()
    return this.taken?.id ?? null
  }

  /** The table, the rules and the settings go with it. */
  async stop(): Promise<void> {
    const running = this.process()
    if (running) await endProcess(running, TAKEN_WITHIN)
    const text = textOf(fileOf(this.places))
    setSysctls(settingsOf(this.places), new Map())
    if (text === null || (await this.missing())) return
    const there = new Set((await this.table.read()).map((s) => s.key))
    await changeTable(
      blocksIn(text)
        .filter((s) => there.has(s.key))
        .map((s) => ['-D', ...s.words]),
    )
    await removeRules()
    rmSync(fileOf(this.places))
    this.rules = null
    this.taken = null
    this.checkers.forget()
  }

  /** Killed, so that it leaves the table as it is: packets go on while another one is started. */
  async kill(): Promise<void> {
    const running = this.process()
    if (!running) return
    // The checkers would take the table down when their parent ends, so they are kept from noticing.
    const checkers = childrenOf(running.pid)
    for (const pid of checkers) process.kill(pid, 'SIGSTOP')
    signal(running, 'SIGKILL')
    for (const pid of checkers) process.kill(pid, 'SIGKILL')
    await until(() => (this.process() === null ? true : null), 2000)
  }

  /** As `Machine.digest`: right only with the states of servers as they are to be. */
  async digest(files: readonly RenderedFile[]): Promise<string | null> {
    const right = (await this.ask()) === idIn(this.working(this.places.current))
    return right ? digestOfUnit(files, 'layer4') : null
  }

  /**
   * Weights at once; then keepalived takes the states in, so that they hold whatever a check says later. It leaves
   * weight 0 on servers that come back where all were drained, so weights are looked at again.
   */
  async setStates(documents: Documents): Promise<void> {
    await this.correct(documents)
    await this.reload()
    await this.correct(documents)
  }

  /** Weights in the kernel's table that are not as they were set; answers the servers' addresses. */
  async correct(documents: Documents): Promise<string[]> {
    const edits = editsFor(documents, await this.table.read())
    await changeTable(edits)
    return edits.map((words) => words[words.indexOf('-r') + 1] ?? '')
  }

  /** Where nothing changed no program is started. `oldest`: how old the rules may be. */
  async look(files: readonly RenderedFile[], oldest: number): Promise<Layer4Raw> {
    const missing = await this.missing()
    if (missing) return { missing, answer: null, answeredAt: null, error: null }
    try {
      const answer = await this.answer(files, oldest)
      this.answeredAt = Date.now()
      return { missing, answer, answeredAt: this.answeredAt, error: null }
    } catch (error) {
      return { missing, answer: null, answeredAt: this.answeredAt, error: messageOf(error) }
    }
  }

  private async answer(files: readonly RenderedFile[], oldest: number): Promise<Layer4Answer> {
    const running = this.process()
    if (!running && !mainFile(files, 'layer4'))
      return { digest: null, services: [], health: {}, rules: null, sysctls: {} }
    await this.hear(running)
    const keys = sysctlsIn(files.find((f) => f.path === SYSCTL_FILE)?.content ?? '').keys()
    const values = [...keys].map((key) => [key, sysctlValue(key)] as const)
    return {
      digest: running && digestOfId(this.taken?.id ?? ''),
      services: await this.withEntries(await this.table.read()),
      health: this.checkers.health,
      rules: await this.readRules(oldest),
      sysctls: Object.fromEntries(values.flatMap(([key, value]) => (value === null ? [] : [[key, value]]))),
    }
  }

  /** A keepalived that this agent did not start is asked once; one that has not checked all servers again and again. */
  private async hear(running: Process | null): Promise<void> {
    this.checkers.listen()
    if (!running) return
    if (!sameProcess(this.taken?.by ?? null, running)) await this.ask()
    else if (this.taken?.waiting && Date.now() - this.taken.at > ASK_EVERY) await this.ask()
  }

  private async readRules(oldest: number): Promise<Layer4Answer['rules']> {
    const fresh = this.rules && Date.now() - this.rules.at < (oldest && RULES_EVERY)
    if (!this.rules || !fresh) this.rules = { at: Date.now(), value: await readRules() }
    return this.rules.value
  }

  /** Clients left on servers that get no new ones; nothing is counted where there is no such server. */
  private async withEntries(services: IpvsService[]): Promise<IpvsService[]> {
    const drains = (s: IpvsService) => s.persistent > 0 && s.servers.some((server) => server.weight === 0)
    if (!services.some(drains)) return services
    const began = performance.now()
    if (began > this.counted.next) {
      const value = (await countTemplates(COUNT_WITHIN)) ?? new Map()
      this.counted = { value, next: performance.now() + REST * (performance.now() - began) }
    }
    const left = this.counted.value
    const entriesOf = (service: string, server: IpvsService['servers'][number]) => {
      const entries = left.get(`${service}/${server.key}`) ?? 0
      return server.weight === 0 ? { ...server, entries } : server
    }
    return services.map((s) =>
      drains(s) ? { ...s, servers: s.servers.map((server) => entriesOf(s.key, server)) } : s,
    )
  }

  /** Connections in the table by the services' own count. */
  connectionsOpen = async (): Promise<number> =>
    (await this.table.read()).flatMap((s) => s.servers).reduce((n, s) => n + s.active + s.inactive, 0)

  /** nginx binds addresses of Layer 4 services for the fallback page before they are up. */
  allowForeignBinds(folder: string): void {
    const all = sysctlsIn(textOf(join(folder, SYSCTL_FILE)) ?? '')
    const binds = new Map([...all].filter(([key]) => key.endsWith('/ip_nonlocal_bind')))
    setSysctls(settingsOf(this.places), binds, true)
  }
}
