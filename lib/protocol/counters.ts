// What the engines counted since they started, for Prometheus.
import { z } from 'zod'

export const counter = z.strictObject({
  layer: z.enum(['layer4', 'layer7']),
  /** Label of the service; at Layer 4 the kernel's own name: TCP 192.168.85.170:11112. */
  service: z.string(),
  /** Null: the service itself. */
  server: z.string().nullable(),
  /** Connections or sessions, and bytes from and to clients, in all. */
  sessions: z.number(),
  bytesIn: z.number(),
  bytesOut: z.number(),
})
export type Counter = z.infer<typeof counter>
