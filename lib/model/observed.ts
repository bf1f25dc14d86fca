// What the running machine answers: raw, as the agent hands it to the rooms, and as rows, as the rooms hand it to people.
import { z } from 'zod'
import { areaName } from './document.ts'
import { SERVER_STATES, SERVICE_STATES } from './states.ts'
import { unitName } from './step.ts'

/** A TCP listener of the kernel, with the processes that hold it. */
export interface Listener {
  address: string
  port: number
  pids: number[]
}

/** The columns of HAProxy's `show stat` that rules read; the answer has a hundred. */
export const STAT_COLUMNS = [
  'pxname',
  'svname',
  'scur',
  'status',
  'weight',
  'lastchg',
  'check_status',
  'check_code',
  'check_duration',
  'last_chk',
  'last_agt',
  'agent_status',
  'check_health',
  'addr',
  'mode',
  'algo',
  'uweight',
] as const
/** One line of `show stat`, by column. `readAt`: when it was read, in milliseconds, where that was not at this very look. */
export type Stat = Partial<Record<(typeof STAT_COLUMNS)[number], string>> & { readAt?: number }

/**
 * HAProxy's own answers over its master socket. `stat` and `info` are those of the current worker. A line that
 * says the same as at the look before is the very same record, `lastchg` as it was then: only its age grew.
 */
export interface HaproxyAnswer {
  info: Record<string, string>
  stat: Stat[]
  /** From `show proc`. `failed` counts reloads that failed since the last good one. */
  master: { pid: number; reloads: number; failed: number }
  workers: { pid: number; old: boolean; uptimeSeconds: number }[]
  /** Connections that old workers still hold, by `proxy/server`. */
  oldConnections: Record<string, number>
  /** `srv_admin_state` of servers where it is not 0, by `proxy/server`. */
  administrative: Record<string, number>
  /** Persistence entries left for drained servers, by `proxy/server`; absent: not counted. */
  entries: Record<string, number>
}

/** One server in the kernel's table. `key` as `192.168.85.200:11112`; port 0 is the one the client used. */
export interface IpvsServer {
  key: string
  weight: number
  /** Established connections, and those that begin or end, UDP among them. */
  active: number
  inactive: number
  /** Clients that persistence still ties to it; absent: not counted. */
  entries?: number
}

/** One service in the kernel's table. `key` as `TCP 192.168.85.170:11112` or `FWM 1234`. */
export interface IpvsService {
  key: string
  /** wlc, wrr, dh. */
  scheduler: string
  /** Seconds; 0 without persistence. */
  persistent: number
  servers: IpvsServer[]
}

/** What keepalived said of a server's check last. */
export interface CheckedHealth {
  /** Null: nothing yet, since it was told of the server. It is silent about some that fail from the beginning. */
  up: boolean | null
  /** Milliseconds since 1970. */
  since: number
  /** Its own words where it is down; empty when it gave none. */
  reason: string
}

/** The kernel's and keepalived's answers about Layer 4. */
export interface Layer4Answer {
  /** Of the file keepalived took in last (`# Digest ...` in its working file); null when it does not run. */
  digest: string | null
  services: IpvsService[]
  /** By `service key/server key`; every server that is checked. */
  health: Record<string, CheckedHealth>
  /** Digest of the rules file that was loaded, and how many rules are there; null where our table is not. */
  rules: { digest: string; rules: number } | null
  /** Values of the keys of layer4/sysctl.conf, as the kernel has them. */
  sysctls: Record<string, string>
}

/** Layer 4 as it is seen. `missing`: what this kernel lacks, in words; empty where it can. */
export interface Layer4Raw {
  missing: string
  answer: Layer4Answer | null
  answeredAt: number | null
  error: string | null
}

/** Everything the agent saw in one look. What did not answer is null, with the time of its last answer. */
export interface Raw {
  /** Milliseconds since 1970. */
  at: number
  haproxy: { answer: HaproxyAnswer | null; answeredAt: number | null; error: string | null }
  checks: { answering: boolean; answeredAt: number | null }
  /** Absent: nobody looked. */
  layer4?: Layer4Raw
  /** Digest each web server answered with, null when it did not. */
  web: {
    front: string | null
    fallback: string | null
    /** Digest of the fallback page's own bytes, as a client gets them; absent where nobody asked. */
    page?: string | null
  }
  /** Digest the login unit answered with, null when it did not; absent where nobody asked. */
  login?: string | null
  /** Every TCP listener of the machine, ours included. */
  listeners: Listener[]
  /** Process ids of our units' own processes, to tell theirs from others'. */
  pids: Partial<Record<z.infer<typeof unitName>, number[]>>
  programs: Record<number, string>
  addresses: { address: string; interface: string; ours: boolean }[]
}

export const serviceState = z.enum(SERVICE_STATES)
export const serverState = z.enum(SERVER_STATES)

const rowBase = {
  /** `layer7/DICOM-Print` or `layer7/DICOM-Print/OKI-1`. */
  key: z.string(),
  /** The item's id in its document. */
  item: z.string(),
  area: areaName,
  label: z.string(),
  address: z.string(),
  ports: z.string(),
  /** Open connections now, over all workers; null when nobody answered. */
  connections: z.int().nullable(),
  /** Why it is as it is, in words; empty when there is nothing to say. */
  reason: z.string(),
  /** Milliseconds since 1970 since when the state holds; null when unknown. */
  since: z.number().nullable(),
}

export const serviceRow = z.strictObject({
  ...rowBase,
  row: z.literal('service'),
  state: serviceState,
  /** TCP, UDP or TCPUDP. */
  protocol: z.string(),
  method: z.enum(['Layer 4', 'Layer 7']),
  /** DR, NAT, SNAT or Proxy. */
  mode: z.string(),
  serversUp: z.int(),
  servers: z.int(),
  /** No server is usable, and the fallback has the clients. */
  fallback: z.literal(true).optional(),
})
export const serverRow = z.strictObject({
  ...rowBase,
  row: z.literal('server'),
  state: serverState,
  service: z.string(),
  /** As the engine has it; null when it did not answer. */
  weight: z.int().nullable(),
  /** Marked so by a person: it may be down without an alarm. */
  expectedDown: z.literal(true).optional(),
})
export const row = z.discriminatedUnion('row', [serviceRow, serverRow])
export type Row = z.infer<typeof row>
export type ServiceRow = z.infer<typeof serviceRow>
export type ServerRow = z.infer<typeof serverRow>

/** The reason of a row that nothing is known of yet. */
export const FIRST_CHECK = 'the first check is under way'
export const isFirstCheck = (r: Row): boolean => r.state === 'unknown' && r.reason === FIRST_CHECK

/** Something that runs otherwise than applied, as a whole sentence. */
export const difference = z.strictObject({ area: areaName, item: z.string().optional(), message: z.string() })
export type Difference = z.infer<typeof difference>

/** `silent`: lives and does not answer. */
export const unitState = z.strictObject({
  unit: unitName,
  state: z.enum(['running', 'stopped', 'starting', 'failed', 'silent']),
  since: z.number().nullable(),
  /** How often it was started again by itself since it last ran for a minute. */
  restarts: z.int(),
  reason: z.string(),
})
export type UnitState = z.infer<typeof unitState>
