// What may be said of front: where it listens.
import { listenerKind } from '../listener.ts'

export const listener = listenerKind(9443)
