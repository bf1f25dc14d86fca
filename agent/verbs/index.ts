// The real machine: every verb behind the one interface that the life cycle knows.
import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { pageDigestIn } from '../../lib/areas/fallback/page.ts'
import type { Documents } from '../../lib/model/document.ts'
import type { Facts } from '../../lib/model/facts.ts'
import type { RenderedFile } from '../../lib/model/file.ts'
import type { Layer4Raw, Raw, Stat, UnitState } from '../../lib/model/observed.ts'
import { UNITS, type UnitName } from '../../lib/model/step.ts'
import type { Counter } from '../../lib/protocol/counters.ts'
import type {
  ConnectionEntry,
  ConnectionsAnswer,
  ConnectionsInput,
  ConnectionsWanted,
} from '../../lib/protocol/layer4.ts'
import { digestOfUnit, isWeb, MAIN_FILES, mainFile } from '../digests.ts'
import { messageOf, say } from '../log.ts'
import type { Machine, ServerOrder } from '../machine.ts'
import { type Places, pidFile, unitLog, webLog } from '../places.ts'
import { Supervisor } from '../supervise.ts'
import { addAddress, interfaces, interfaceWatch, ownAddressesIn, removeAddress } from './addresses.ts'
import { checksAnswer, runnerIsOutdated, startChecks } from './checks.ts'
import { connections, entries } from './connections.ts'
import { haproxyCounters, ipvsCounters } from './counters.ts'
import { textOf } from './files.ts'
import {
  askStates,
  checkHaproxy,
  haproxyDigest,
  type LastStates,
  needAnswer,
  reloadHaproxy,
  startHaproxy,
  trimLog,
  writeStates,
} from './haproxy.ts'
import { Layer4 } from './layer4.ts'
import { clearLogin, loginDigest, loginDigestNow, reloadLogin, startLogin } from './login.ts'
import { type Asked, ask, askAll } from './master-socket.ts'
import { askWeb, checkNginx, endLeftovers, reloadNginx, startNginx, webDigest } from './nginx.ts'
import { preflight } from './preflight.ts'
import { childrenOf, endProcess, familyOf } from './processes.ts'
import { scriptsIn } from './scripts.ts'
import {
  administrativeIn,
  askSome,
  type Offline,
  offlineIn,
  orderServers,
  setWeights,
  takenOffline,
} from './server-orders.ts'
import { listenerWatch } from './sockets.ts'
import { StatReader, sameStanding } from './stat-reader.ts'
import { keepTables } from './tables.ts'
import { processOfUnit } from './units.ts'

/** How old what `show servers state` said may be. In ms. */
const STATES_KEEP = 4000

type SlowParts = Pick<Raw, 'web' | 'listeners' | 'programs' | 'addresses'>

/** How long a unit that was not found is taken for absent. In ms. */
const ABSENT_FOR = 5000

export class RealMachine implements Machine {
  private readonly places: Places
  private readonly listeners = listenerWatch()
  private readonly stat = new StatReader()
  private readonly interfaces: ReturnType<typeof interfaceWatch>
  private readonly layer4: Layer4
  private readonly supervisor: Supervisor
  private readonly absent = new Map<UnitName, { at: number; noted: string | null }>()
  private lastStates: LastStates | null = null
  private slow: { at: number; key: string; files: readonly RenderedFile[]; parts: SlowParts } | null = null
  private readonly tablesEvery: number
  private tablesKeptAt = 0
  /** Servers were drained, halted or brought back since HAProxy's server-state file was written. */
  private statesChanged = false
  /** As the newest `show servers state` and `show stat` have it. */
  private offline: readonly Offline[] = []
  private standing: readonly Stat[] = []
  /** Servers were drained, halted or brought back, and not asked since. */
  private ordered = false
  private looks = 0
  private haproxyAnsweredAt: number | null = null
  private checksAnsweredAt: number | null = null

  /** `tablesEvery`: milliseconds after which the persistence tables are noted again, for the case of a crash. */
  constructor(places: Places, { tablesEvery = 10_000 } = {}) {
    this.places = places
    this.layer4 = new Layer4(places)
    this.tablesEvery = tablesEvery
    this.interfaces = interfaceWatch(places.addresses)
    this.supervisor = new Supervisor((unit) => this.startAgain(unit))
  }

  async facts(): Promise<Facts> {
    return {
      at: Date.now(),
      hostname: hostname(),
      interfaces: await interfaces(this.places.addresses),
      busy: this.busy(),
      scripts: scriptsIn(this.places.scripts),
    }
  }

  /** Ports of processes that are not ours: neither before nor after the look, as a reload in between makes new ones. */
  private busy(): Facts['busy'] {
    const before = Object.values(this.pids()).flat()
    const { listeners, programs } = this.listeners(before)
    const ours = [...before, ...Object.values(this.pids()).flat()]
    return listeners
      .filter((l) => !l.pids.some((pid) => ours.includes(pid)))
      .map((l) => {
        const pid = l.pids[0] ?? 0
        return { address: l.address, port: l.port, pid, program: programs[pid] ?? '' }
      })
  }

  async look(files: readonly RenderedFile[], oldest = 0): Promise<Raw> {
    const pids = this.pids()
    const [haproxy, answering, layer4, login, slow] = await Promise.all([
      this.lookAtHaproxy(pids.haproxy !== undefined),
      pids.checks ? checksAnswer() : false,
      this.layer4.look(files, oldest),
      pids.login ? loginDigest(this.places) : null,
      this.slowParts(files, Object.values(pids).flat(), oldest),
    ])
    const at = Date.now()
    if (answering) this.checksAnsweredAt = at
    return {
      at,
      haproxy,
      checks: { answering, answeredAt: this.checksAnsweredAt },
      layer4,
      login,
      pids,
      ...slow,
    }
  }

  /** The parts of a look that change seldom and cost most; looked at again when older than `oldest`, or when a unit's processes changed. */
  private async slowParts(files: readonly RenderedFile[], pids: readonly number[], oldest: number) {
    const key = pids.join()
    const known = this.slow
    if (known && known.files === files && known.key === key && Date.now() - known.at < oldest)
      return known.parts
    const at = Date.now()
    const [front, fallback, page, all] = await Promise.all([
      webDigest(files, 'front'),
      webDigest(files, 'fallback'),
      pageDigest(files),
      this.interfaces(oldest === 0),
    ])
    const addresses = all.flatMap((i) =>
      i.addresses.map((a) => ({ address: a.address, interface: i.name, ours: a.ours })),
    )
    const parts = { web: { front, fallback, page }, ...this.listeners(pids), addresses }
    this.slow = { at, key, files, parts }
    return parts
  }

  /** Only our own process is asked: another may have put itself behind our socket. */
  private async lookAtHaproxy(runs: boolean): Promise<Raw['haproxy']> {
    if (!runs) return { answer: null, answeredAt: this.haproxyAnsweredAt, error: 'HAProxy does not run.' }
    try {
      const answer = await askAll(this.places.master, this.stat)
      this.haproxyAnsweredAt = Date.now()
      await this.askStatesAgain(answer)
      const taken = await takenOffline(this.places.master, this.offline, this.looks++)
      return { answer: { ...answer, ...taken }, answeredAt: this.haproxyAnsweredAt, error: null }
    } catch (error) {
      return { answer: null, answeredAt: this.haproxyAnsweredAt, error: messageOf(error) }
    }
  }

  /**
   * `show servers state` is a megabyte with 10,000 servers, so it is asked again only when `show stat` tells that a
   * server stands otherwise, another file runs, or servers were ordered; and every few looks, as there is what
   * `show stat` does not tell: that a server which is down was drained.
   */
  private async askStatesAgain({ info, stat }: Asked): Promise<void> {
    const known = this.lastStates
    const like = known?.digest === info.description && sameStanding(stat, this.standing)
    if (known && like && !this.ordered && Date.now() - known.at < STATES_KEEP) return
    this.ordered = false
    try {
      this.lastStates = await askStates(this.places.master)
    } catch (error) {
      this.ordered = true
      throw error
    }
    this.standing = stat
    this.offline = offlineIn(this.lastStates.states)
  }

  async setServers(orders: readonly ServerOrder[]): Promise<void> {
    this.statesChanged ||= orders.length > 0
    try {
      await orderServers(this.places.master, orders)
    } finally {
      this.ordered = true // also where only some of them were carried out
    }
  }

  async setLayer4(documents: Documents, files: readonly RenderedFile[]): Promise<Layer4Raw> {
    if (this.isRunning('layer4')) await this.layer4.setStates(documents)
    return this.layer4.look(files, 0)
  }

  async correctLayer4(documents: Documents): Promise<string[]> {
    return this.isRunning('layer4') ? this.layer4.correct(documents) : []
  }

  async connections(input: ConnectionsInput): Promise<ConnectionsAnswer> {
    const missing = await this.layer4.missing()
    if (!missing) return { missing, ...(await connections(input, this.layer4.connectionsOpen)) }
    return { missing, at: Date.now(), complete: true, total: 0, states: {}, matching: 0, entries: [] }
  }

  async *entries(wanted: ConnectionsWanted): AsyncGenerator<ConnectionEntry> {
    if (!(await this.layer4.missing())) yield* entries(wanted)
  }

  async counters(): Promise<Counter[]> {
    const [layer7, layer4] = await Promise.all([
      this.isRunning('haproxy') ? haproxyCounters(this.places.master) : [],
      this.isRunning('layer4') ? ipvsCounters() : [],
    ])
    return [...layer4, ...layer7]
  }

  async lookAt(proxies: readonly string[]): Promise<Raw['haproxy']> {
    const answer = await askSome(this.places.master, proxies)
    return { answer, answeredAt: Date.now(), error: null }
  }

  async administrative(): Promise<ReadonlyMap<string, number>> {
    return administrativeIn(await ask(this.places.master, '@1 show servers state'))
  }

  private pids(): Raw['pids'] {
    const found = UNITS.map((unit) => [unit, this.seen(unit)] as const)
    return Object.fromEntries(
      found.flatMap(([unit, p]) => (p ? [[unit, this.processesOf(unit, p.pid)]] : [])),
    )
  }

  /** Check scripts come and go below keepalived; they are none of its processes. */
  private processesOf = (unit: UnitName, pid: number): number[] =>
    unit === 'layer4' ? [pid, ...childrenOf(pid)] : familyOf(pid)

  /** A unit that does not run is looked for among all processes, which is much for every look: again after a while, and once its pid file says something else. */
  private seen(unit: UnitName) {
    const noted = textOf(pidFile(this.places, unit))
    const absent = this.absent.get(unit)
    if (absent && absent.noted === noted && Date.now() - absent.at < ABSENT_FOR) return null
    const process = this.processOf(unit)
    if (process) this.absent.delete(unit)
    else this.absent.set(unit, { at: Date.now(), noted })
    return process
  }

  private processOf(unit: UnitName) {
    try {
      return processOfUnit(this.places, unit)
    } catch {
      return null // it cannot be started on this machine; the start says why
    }
  }

  isRunning(unit: UnitName): boolean {
    return this.processOf(unit) !== null
  }

  async check(unit: UnitName, folder: string): Promise<void> {
    if (unit === 'fallback') this.layer4.allowForeignBinds(folder)
    if (unit === 'layer4') return this.layer4.check(folder)
    if (unit === 'haproxy') await checkHaproxy(this.places, folder)
    if (unit === 'haproxy' && this.isRunning(unit)) await needAnswer(this.places)
    if (isWeb(unit)) await checkNginx(this.places, unit, folder)
    preflight(this.places, unit, folder, this.busy())
  }

  async reload(unit: UnitName): Promise<void> {
    if (!this.isRunning(unit)) return this.start(unit)
    // Asked again at the last moment: a port taken since the check would stop every service for two seconds.
    if (unit === 'layer4') return this.layer4.reload()
    preflight(this.places, unit, this.places.current, this.busy())
    if (unit === 'haproxy') await needAnswer(this.places)
    if (unit === 'fallback') this.layer4.allowForeignBinds(this.places.current)
    if (unit === 'haproxy') await reloadHaproxy(this.places)
    if (isWeb(unit)) await reloadNginx(this.places, unit)
    if (unit === 'checks') await this.restart(unit)
    if (unit === 'login') await reloadLogin(this.places, (how) => this.supervisor.ended(unit, how))
  }

  async setWeights(): Promise<void> {
    const config = textOf(join(this.places.current, MAIN_FILES.haproxy)) ?? ''
    if (this.isRunning('haproxy')) await setWeights(this.places.master, config)
    else await this.start('haproxy')
  }

  async restart(unit: UnitName): Promise<void> {
    if (unit === 'layer4') await this.layer4.kill()
    else await this.stop(unit)
    this.supervisor.forget(unit)
    await this.start(unit)
  }

  async stop(unit: UnitName): Promise<void> {
    if (unit === 'layer4') {
      await this.layer4.stop()
      return this.supervisor.forget(unit)
    }
    const running = this.processOf(unit)
    // One that hangs would keep the tables waiting for their whole time limit.
    if (running && unit === 'haproxy' && (await haproxyDigest(this.places))) await keepTables(this.places)
    if (running) await endProcess(running)
    else if (isWeb(unit)) await endLeftovers(this.places, unit)
    if (unit === 'login') clearLogin(this.places)
    this.supervisor.forget(unit)
  }

  private async start(unit: UnitName): Promise<void> {
    if (isWeb(unit)) await endLeftovers(this.places, unit)
    const ended = (how: string) => this.supervisor.ended(unit, how)
    if (unit === 'layer4') return this.layer4.start(ended)
    if (unit === 'fallback') this.layer4.allowForeignBinds(this.places.current)
    preflight(this.places, unit, this.places.current, this.busy())
    if (unit === 'haproxy') await startHaproxy(this.places, this.lastStates, ended)
    if (isWeb(unit)) await startNginx(this.places, unit, ended)
    if (unit === 'checks') await startChecks(this.places, ended)
    if (unit === 'login') await startLogin(this.places, ended)
  }

  private startAgain(unit: UnitName): Promise<string | null> {
    return this.start(unit).then(() => null, messageOf)
  }

  async digest(unit: UnitName, files: readonly RenderedFile[]): Promise<string | null> {
    if (unit === 'haproxy') return haproxyDigest(this.places)
    if (unit === 'checks') return runnerIsOutdated(this.places)
    if (unit === 'layer4') return this.layer4.digest(files)
    if (unit === 'login') return loginDigestNow(this.places)
    // Another page than the one applied is as wrong as another configuration.
    const right = unit !== 'fallback' || (await pageDigest(files)) === wantedPage(files)
    return right ? webDigest(files, unit) : null
  }

  addAddress(address: string, interfaceName: string): Promise<void> {
    return addAddress(this.places.addresses, { address, interface: interfaceName })
  }

  removeAddress(address: string, interfaceName: string): Promise<string> {
    return removeAddress(this.places.addresses, { address, interface: interfaceName })
  }

  ownAddresses() {
    return ownAddressesIn(this.places.addresses)
  }

  /** What a full disk hinders is done at a later look, and hinders no look. */
  private noteStates(): void {
    try {
      writeStates(this.places, this.lastStates)
      this.statesChanged = false
    } catch (error) {
      say(`HAProxy's server-state file: ${messageOf(error)}`)
    }
  }

  /** Called while no commit is under way: only then the tables of the worker are whole. */
  supervise(files: readonly RenderedFile[], raw: Raw): UnitState[] {
    if (this.statesChanged && !this.ordered && raw.haproxy.answer) {
      this.noteStates()
    }
    if (raw.haproxy.answer && raw.at - this.tablesKeptAt > this.tablesEvery) {
      this.tablesKeptAt = raw.at
      void keepTables(this.places)
    }
    for (const unit of UNITS) for (const log of [unitLog, webLog]) trimLog(log(this.places, unit))
    return UNITS.map((unit) =>
      this.supervisor.see(
        {
          unit,
          wanted:
            unit === 'checks' ||
            (mainFile(files, unit) !== undefined && !(unit === 'layer4' && raw.layer4?.missing)),
          alive: raw.pids[unit] !== undefined,
          answering: answers(unit, files, raw),
        },
        raw.at,
      ),
    )
  }
}

/** Digest of the fallback page as a client gets it; null when nobody answers or another than that is configured. */
async function pageDigest(files: readonly RenderedFile[]): Promise<string | null> {
  if (wantedPage(files) === null) return null
  const answer = await askWeb(files, 'fallback', '/')
  return answer && createHash('sha256').update(answer.body).digest('hex').slice(0, 32)
}

const wantedPage = (files: readonly RenderedFile[]): string | null =>
  pageDigestIn(mainFile(files, 'fallback')?.content ?? '')

const answers = (unit: UnitName, files: readonly RenderedFile[], raw: Raw): boolean => {
  if (unit === 'haproxy') return raw.haproxy.answer !== null
  if (unit === 'checks') return raw.checks.answering
  if (unit === 'layer4') return raw.layer4?.answer?.digest != null
  if (unit === 'login') return raw.login != null
  return raw.web[unit] !== null && digestOfUnit(files, unit) !== null
}
