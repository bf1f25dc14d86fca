// What rules may know of the machine: one message of the agent, taken at one moment.
import { z } from 'zod'

/** `ours`: brought up by Fulcrum, so it makes no network of the machine. `prefix` is the mask's length in bits. */
export const interfaceAddress = z.strictObject({ address: z.string(), prefix: z.int(), ours: z.boolean() })

export const facts = z.strictObject({
  /** Milliseconds since 1970, UTC. */
  at: z.number(),
  hostname: z.string(),
  interfaces: z.array(
    z.strictObject({
      name: z.string(),
      up: z.boolean(),
      /** Largest packet, in bytes; absent where the kernel did not say. */
      mtu: z.int().optional(),
      addresses: z.array(interfaceAddress),
    }),
  ),
  /** TCP ports that processes other than our units hold. `program` is empty when the kernel does not tell. */
  busy: z.array(z.strictObject({ address: z.string(), port: z.int(), pid: z.int(), program: z.string() })),
  /** Check scripts that are installed, by file name. */
  scripts: z.array(z.string()),
})
export type Facts = z.infer<typeof facts>
