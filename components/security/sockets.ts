// Where the appliance's own services answer, as their documents have it. Pure.
import { listener as fallback } from '../../lib/areas/fallback/schema.ts'
import { listener as front } from '../../lib/areas/front/schema.ts'
import { CHECKS_PORT, CONSOLE_PORT, PEERS_PORT } from '../../lib/areas/ports.ts'
import type { StoredItem } from '../../lib/protocol/console.ts'

export interface Socket {
  service: string
  addresses: readonly string[]
  port: number
  /** Closed unless somebody opens it. */
  off?: true
  /** Where it is changed; absent where it is fixed. */
  change?: 'above' | 'fallback'
}

const LOOPBACK = ['127.0.0.1']
const FIXED: readonly Socket[] = [
  { service: 'HAProxy persistence tables', addresses: LOOPBACK, port: PEERS_PORT },
  { service: 'Check runner', addresses: LOOPBACK, port: CHECKS_PORT },
  { service: 'Console behind the WebUI', addresses: LOOPBACK, port: CONSOLE_PORT },
]

/** All of them, those that can be changed first. */
export const socketsOf = (fronts: readonly StoredItem[], fallbacks: readonly StoredItem[]): Socket[] => [
  ...fronts.flatMap(webUi),
  ...fallbacks.flatMap(({ kind, data }): Socket[] => {
    const read = fallback.schema.safeParse(data)
    return kind === fallback.name && read.success
      ? [{ service: 'Fallback Page', ...read.data, change: 'fallback' }]
      : []
  }),
  ...FIXED,
]

function webUi({ kind, data }: StoredItem): Socket[] {
  const read = front.schema.safeParse(data)
  if (kind !== front.name || !read.success) return []
  const { addresses, port, plain, plainPort } = read.data
  const common = { addresses, change: 'above' } as const
  return [
    { service: 'WebUI HTTPS', port, ...common },
    { service: 'WebUI HTTP', port: plainPort, ...common, ...(plain ? {} : { off: true as const }) },
  ]
}
