// Verb: the clock that nobody can set, and which start of the machine it counts from.
import { textOf } from './files.ts'

/** Seconds since the machine started: setting the time does not move it. */
export const uptime = (): number => Number((textOf('/proc/uptime') ?? '').split(' ')[0])

/** Another one after every start of the machine. */
export const bootId = (): string => (textOf('/proc/sys/kernel/random/boot_id') ?? '').trim()
