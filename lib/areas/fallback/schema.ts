// What may be said of fallback: where it listens.
import { listenerKind } from '../listener.ts'

export const listener = listenerKind(9081)
