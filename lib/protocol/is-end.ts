// Whether a progress message of a commit or an operation is the last one.
import type { Progress } from './messages.ts'

export const isEnd = (p: Progress): boolean => p.type !== 'plan' && p.type !== 'step'
