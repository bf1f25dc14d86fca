// Rows of services and servers.
import type { Observation } from '../define.ts'

export const observe = (): Observation => ({ rows: [], differences: [] })
