// What the life cycle asks of the machine. verbs/index.ts does it, verbs/fake.ts pretends to, for tests.
import type { AskedState } from '../lib/areas/server-state/states.ts'
import type { Documents } from '../lib/model/document.ts'
import type { Facts } from '../lib/model/facts.ts'
import type { RenderedFile } from '../lib/model/file.ts'
import type { Layer4Raw, Raw, UnitState } from '../lib/model/observed.ts'
import type { UnitName } from '../lib/model/step.ts'
import type { Counter } from '../lib/protocol/counters.ts'
import type {
  ConnectionEntry,
  ConnectionsAnswer,
  ConnectionsInput,
  ConnectionsWanted,
} from '../lib/protocol/layer4.ts'

/** Why a program, or we in its place, refused a configuration. Nothing has been changed by it. */
export class Refusal extends Error {
  readonly unit: UnitName
  /** Relative to the generation; null when the program names none. */
  readonly file: string | null
  /** Counted from 1. */
  readonly lineNumber: number | null

  constructor(unit: UnitName, line: string, file: string | null = null, lineNumber: number | null = null) {
    super(line)
    this.unit = unit
    this.file = file
    this.lineNumber = lineNumber
  }
}

/** A daemon that runs does not answer, so it was not told anything. */
export class Silent extends Error {}

/** A server of the running HAProxy, and how it is to be. */
export interface ServerOrder {
  proxy: string
  server: string
  state: AskedState
  /** Whether its persistence entries go when it is drained. */
  clearOnDrain: boolean
}

export interface Machine {
  facts(): Promise<Facts>
  /**
   * Never throws for a daemon that does not answer: that is what it is there to tell. Addresses, listeners and
   * the answers of web servers may be `oldest` milliseconds old; without it they are of this moment.
   */
  look(files: readonly RenderedFile[], oldest?: number): Promise<Raw>
  /** Has the unit's own program check the files of a folder, then what that program is blind to. Throws a Refusal. */
  check(unit: UnitName, folder: string): Promise<void>
  /** Reload, or start a unit that does not run. Returns when it runs the files of `current`; throws with its own words. */
  reload(unit: UnitName): Promise<void>
  /** Gives the running HAProxy the weights of `current`; starts one that does not run. */
  setWeights(): Promise<void>
  restart(unit: UnitName): Promise<void>
  stop(unit: UnitName): Promise<void>
  /** The digest the running daemon answers with; null when it does not run or does not answer. */
  digest(unit: UnitName, files: readonly RenderedFile[]): Promise<string | null>
  /** What the engines counted; nothing of one that does not run. */
  counters(): Promise<Counter[]>
  isRunning(unit: UnitName): boolean
  addAddress(address: string, interfaceName: string): Promise<void>
  /** Says in a sentence what became of its connections. */
  removeAddress(address: string, interfaceName: string): Promise<string>
  /** Drains, halts, brings back, at once and without a reload; a halted server's connections end in all workers. Throws when HAProxy does not answer. */
  setServers(orders: readonly ServerOrder[]): Promise<void>
  /** Brings the kernel's Layer 4 table and keepalived to the states that servers are set to, and looks at it. Throws when that fails. */
  setLayer4(documents: Documents, files: readonly RenderedFile[]): Promise<Layer4Raw>
  /** Weights in that table which are not as they were set are set again; answers the servers' addresses. */
  correctLayer4(documents: Documents): Promise<string[]>
  /** A window of the kernel's Layer 4 entries. */
  connections(input: ConnectionsInput): Promise<ConnectionsAnswer>
  /** All of its entries that are wanted. */
  entries(wanted: ConnectionsWanted): AsyncIterable<ConnectionEntry>
  /** As `look`, of HAProxy alone and of these proxies only. */
  lookAt(proxies: readonly string[]): Promise<Raw['haproxy']>
  /** `srv_admin_state` of every server where it is not 0, by `proxy/server`. */
  administrative(): Promise<ReadonlyMap<string, number>>
  /** What Fulcrum brought up. */
  ownAddresses(): { address: string; interface: string }[]
  /** Starts again what ended, and says how every unit is. Called after every look. */
  supervise(files: readonly RenderedFile[], raw: Raw): UnitState[]
}
