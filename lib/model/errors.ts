// Every finding there is: its code, how bad it is, and the sentence people read. Also the documentation of the codes.
import type { Level, Path, Problem } from './problem.ts'

type Values = Record<string, string | number>
interface Finding {
  level: Level
  /** When it is found, for those who read the code or a script's answer. */
  when: string
  text: (v: Values) => string
}

export const ERRORS = {
  DOCUMENT_VERSION: {
    level: 'error',
    when: 'A document is of a version this release does not know.',
    text: (v) =>
      `This release does not know version ${v.version} of these settings. Update Fulcrum, or restore a backup of this version.`,
  },
  ITEM_MISPLACED: {
    level: 'error',
    when: 'An item has an unknown kind, a missing parent, or an id that is used twice.',
    text: (v) => `${v.label} has no place in this configuration. Delete it and add it again.`,
  },
  LABEL_TAKEN: {
    level: 'error',
    when: 'Two items of one kind below one parent have the same label.',
    text: (v) => `${v.label} is already the Label of another ${v.kind}. Choose another.`,
  },
  FIELD_INVALID: {
    level: 'error',
    when: "A field's value is refused by its schema.",
    text: (v) => String(v.why),
  },
} as const satisfies Record<string, Finding>

export type ErrorCode = keyof typeof ERRORS

/** A problem with the sentence its code stands for. */
export function problem(code: ErrorCode, path: Path, values: Values = {}): Problem {
  const finding: Finding = ERRORS[code]
  return { code, path, message: finding.text(values), level: finding.level }
}
