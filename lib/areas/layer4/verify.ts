// What must hold.
import type { Rule } from '../define.ts'

export const verify: readonly Rule[] = []
