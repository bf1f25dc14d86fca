// What the rules found, by item and by field. Pure.
import type { Problem } from '../../lib/model/problem.ts'

const sentences = (problems: readonly Problem[]): Record<string, string> => {
  const all: Record<string, string> = {}
  for (const { path, message } of problems) {
    const name = path.field ?? ''
    all[name] = all[name] ? `${all[name]} ${message}` : message
  }
  return all
}

/** Errors and warnings of one item by field name; nothing for an item that is not stored yet. */
export function findingsOf(problems: readonly Problem[], item: string | undefined) {
  const own = item === undefined ? [] : problems.filter((p) => p.path.item === item)
  return {
    errors: sentences(own.filter((p) => p.level === 'error')),
    warnings: sentences(own.filter((p) => p.level === 'warning')),
  }
}
