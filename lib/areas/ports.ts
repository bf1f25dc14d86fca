// Where the appliance itself listens, which no service may take.
import type { Documents } from '../model/document.ts'
import { listenersIn } from './listeners.ts'

/** Fixed, on 127.0.0.1: the console behind its web server, HAProxy's keeper of tables, the check runner. */
export const CONSOLE_PORT = 9442
export const PEERS_PORT = 7778
export const CHECKS_PORT = 7780
/** Where the fallback page is always reached on 127.0.0.1, whatever else it listens on. */
export const FALLBACK_PORT = 9081
/** An address and port of the appliance's own. `use` says whose, as in "the console's own port". */
export interface OwnPort {
  address: string
  port: number
  use: string
}

const FIXED: readonly OwnPort[] = [
  { address: '127.0.0.1', port: CONSOLE_PORT, use: 'this console’s' },
  { address: '127.0.0.1', port: PEERS_PORT, use: 'the persistence tables’' },
  { address: '127.0.0.1', port: CHECKS_PORT, use: 'the check runner’s' },
  { address: '127.0.0.1', port: FALLBACK_PORT, use: 'the fallback page’s' },
]

/** Everything the appliance listens on by itself, whatever services there are. The console's plain HTTP is kept free for it, on or off. */
export const ownPorts = (documents: Documents): OwnPort[] => [
  ...consolePorts(documents),
  ...otherPorts(documents),
]

const consolePorts = (documents: Documents): OwnPort[] =>
  listenersIn(documents, 'front').flatMap(({ addresses, port, plainPort }) =>
    addresses.flatMap((address) =>
      [port, plainPort].map((own) => ({ address, port: own, use: 'this console’s' })),
    ),
  )

/** The same without the console's own web server. */
export const otherPorts = (documents: Documents): OwnPort[] => [
  ...FIXED,
  ...listenersIn(documents, 'fallback').flatMap(({ addresses, port }) =>
    addresses.map((address) => ({ address, port, use: 'the fallback page’s' })),
  ),
]
