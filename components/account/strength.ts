// How hard a password is to guess, roughly: an aid while typing. The console itself decides what is too weak. Pure.

/** 0 nothing typed, 1 too weak, 2 weak, 3 good, 4 strong. */
export type Strength = 0 | 1 | 2 | 3 | 4
export const STRENGTH_WORDS: Record<Strength, string> = {
  0: 'At least 12 characters.',
  1: 'Too weak: easy to guess.',
  2: 'Weak: make it longer.',
  3: 'Good.',
  4: 'Strong.',
}

const KINDS = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/]

export function strengthOf(password: string): Strength {
  if (password === '') return 0
  const different = new Set(password).size
  const kinds = KINDS.filter((kind) => kind.test(password)).length
  const worth = Math.min(password.length, different * 2) + (kinds - 1) * 2
  if (password.length < 10 || different < 5) return 1
  if (password.length < 12 && kinds < 4) return 1
  return worth < 15 ? 2 : worth < 22 ? 3 : 4
}
