// What console and agent say of the kernel's Layer 4 table: its entries, one by one, and its services.
import { z } from 'zod'

/** One line of `ipvsadm -Lnc`. Ends are `192.168.64.7:20415` or `[2001:db8::1]:443`. */
export const connectionEntry = z.strictObject({
  /** TCP, UDP; IP where the entry ties a client to the server of a firewall mark. */
  protocol: z.string(),
  /** The kernel's own word: ESTABLISHED, SYN_RECV, NONE, ... */
  state: z.string(),
  /** Seconds until the entry goes unless a packet comes. */
  expires: z.int().nonnegative(),
  client: z.string(),
  virtual: z.string(),
  server: z.string(),
  /** Persistence: it ties a client to its server and is no connection (client port 0). */
  template: z.boolean(),
})
export type ConnectionEntry = z.infer<typeof connectionEntry>

/** Which entries: every word of `search` stands in the line (any case), and the state is `state`. */
export const connectionsWanted = z.strictObject({
  search: z.string().max(200).optional(),
  state: z.string().max(30).optional(),
})
export type ConnectionsWanted = z.infer<typeof connectionsWanted>

/** The most entries in one answer. */
export const MOST_ENTRIES = 1000

export const connectionsInput = connectionsWanted.extend({
  /** Of those that are wanted, in the kernel's order. */
  offset: z.int().nonnegative(),
  limit: z.int().min(1).max(MOST_ENTRIES),
})
export type ConnectionsInput = z.infer<typeof connectionsInput>

export const connectionsAnswer = z.strictObject({
  /** What this kernel lacks for Layer 4, in words; empty where it can. */
  missing: z.string(),
  /** Milliseconds since 1970 of the look. */
  at: z.number(),
  /**
   * Whether the whole table was gone through. The kernel tells a large one slowly (each piece of it costs more than
   * the one before), so that a look ends after a while; then `states` and `matching` are of its first entries.
   */
  complete: z.boolean(),
  /** How many entries there are at all (where not complete: connections, without templates), and of each state. */
  total: z.int(),
  states: z.record(z.string(), z.int()),
  /** How many are wanted. */
  matching: z.int(),
  entries: z.array(connectionEntry).max(MOST_ENTRIES),
})
export type ConnectionsAnswer = z.infer<typeof connectionsAnswer>

const ipvsServer = z.strictObject({
  key: z.string(),
  weight: z.int(),
  active: z.int(),
  inactive: z.int(),
  entries: z.int().optional(),
})
const ipvsService = z.strictObject({
  key: z.string(),
  scheduler: z.string(),
  persistent: z.int(),
  servers: z.array(ipvsServer),
})
const checkedHealth = z.strictObject({ up: z.boolean().nullable(), since: z.number(), reason: z.string() })

/** `Raw.layer4` of the newest look, as it is; null where nobody looked yet. */
export const layer4Status = z.strictObject({
  /** Milliseconds since 1970 of that look. */
  at: z.number(),
  layer4: z
    .strictObject({
      missing: z.string(),
      answer: z
        .strictObject({
          digest: z.string().nullable(),
          services: z.array(ipvsService),
          health: z.record(z.string(), checkedHealth),
          rules: z.strictObject({ digest: z.string(), rules: z.int() }).nullable(),
          sysctls: z.record(z.string(), z.string()),
        })
        .nullable(),
      answeredAt: z.number().nullable(),
      error: z.string().nullable(),
    })
    .nullable(),
})
export type Layer4Status = z.infer<typeof layer4Status>
