// A machine that does nothing but remember: for tests of the life cycle.

import { pageDigestIn } from '../../lib/areas/fallback/page.ts'
import type { Facts } from '../../lib/model/facts.ts'
import type { RenderedFile } from '../../lib/model/file.ts'
import type { Layer4Raw, Raw, UnitState } from '../../lib/model/observed.ts'
import type { UnitName } from '../../lib/model/step.ts'
import type { ConnectionEntry, ConnectionsAnswer } from '../../lib/protocol/layer4.ts'
import { digestOfUnit, mainFile } from '../digests.ts'
import type { Machine, ServerOrder } from '../machine.ts'

export class FakeMachine implements Machine {
  /** What was asked of it, in order: `reload haproxy`, `add 10.0.0.1`. */
  readonly done: string[] = []
  readonly running = new Set<UnitName>(['checks'])
  /** Thrown by the call of this name as it appears in `done`. */
  readonly failures = new Map<string, Error>()
  private own: { address: string; interface: string }[] = []

  async facts(): Promise<Facts> {
    return { at: Date.now(), hostname: 'fake', interfaces: [], busy: [], scripts: [] }
  }

  /** Every unit answers with the digest it is expected to have. */
  async look(files: readonly RenderedFile[]): Promise<Raw> {
    return {
      at: Date.now(),
      haproxy: { answer: null, answeredAt: null, error: null },
      checks: { answering: true, answeredAt: Date.now() },
      web: {
        front: digestOfUnit(files, 'front'),
        fallback: digestOfUnit(files, 'fallback'),
        page: pageDigestIn(mainFile(files, 'fallback')?.content ?? ''),
      },
      listeners: [],
      pids: Object.fromEntries([...this.running].map((unit) => [unit, [1]])),
      programs: {},
      addresses: this.own.map((a) => ({ ...a, ours: true })),
    }
  }

  async check(unit: UnitName): Promise<void> {
    this.note(`check ${unit}`)
  }

  async reload(unit: UnitName): Promise<void> {
    this.note(`reload ${unit}`)
    this.running.add(unit)
  }

  async setWeights(): Promise<void> {
    this.note('set-weights haproxy')
  }

  async restart(unit: UnitName): Promise<void> {
    this.note(`restart ${unit}`)
    this.running.add(unit)
  }

  async stop(unit: UnitName): Promise<void> {
    this.note(`stop ${unit}`)
    this.running.delete(unit)
  }

  async digest(unit: UnitName, files: readonly RenderedFile[]): Promise<string | null> {
    return this.running.has(unit) ? digestOfUnit(files, unit) : null
  }

  isRunning(unit: UnitName): boolean {
    return this.running.has(unit)
  }

  async addAddress(address: string, interfaceName: string): Promise<void> {
    this.note(`add ${address}`)
    this.own.push({ address, interface: interfaceName })
  }

  async removeAddress(address: string): Promise<string> {
    this.note(`remove ${address}`)
    this.own = this.own.filter((a) => a.address !== address)
    return `${address} was taken away.`
  }

  async setServers(orders: readonly ServerOrder[]): Promise<void> {
    for (const o of orders) this.note(`${o.state} ${o.proxy}/${o.server}`)
  }

  async setLayer4(): Promise<Layer4Raw> {
    this.note('set layer4')
    return { missing: '', answer: null, answeredAt: null, error: null }
  }

  async correctLayer4(): Promise<string[]> {
    this.note('correct layer4')
    return []
  }

  async counters(): Promise<[]> {
    return []
  }

  async connections(): Promise<ConnectionsAnswer> {
    return { missing: '', at: Date.now(), complete: true, total: 0, states: {}, matching: 0, entries: [] }
  }

  async *entries(): AsyncGenerator<ConnectionEntry> {}

  async lookAt(): Promise<Raw['haproxy']> {
    return { answer: null, answeredAt: null, error: null }
  }

  async administrative(): Promise<ReadonlyMap<string, number>> {
    return new Map()
  }

  ownAddresses() {
    return this.own
  }

  supervise(): UnitState[] {
    return []
  }

  private note(what: string): void {
    const failure = this.failures.get(what)
    this.failures.delete(what)
    this.done.push(what)
    if (failure) throw failure
  }
}
