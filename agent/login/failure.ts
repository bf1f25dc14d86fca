// Why a login ended: at which step, and what follows from it.
import type { LoginStep } from '../../lib/protocol/login.ts'

/**
 * `refused`: final, no other server or directory is asked. `unknown`: the directory does not have the user.
 * `unavailable`: another server may know. `fault`: asked wrongly, as every server of the directory would be.
 */
export type Kind = 'refused' | 'unknown' | 'unavailable' | 'fault'

export class Failure extends Error {
  readonly kind: Kind
  readonly step: LoginStep

  /** `sentence` is for the log and for *Test*; it never holds a secret. */
  constructor(kind: Kind, step: LoginStep, sentence: string) {
    super(sentence)
    this.kind = kind
    this.step = step
  }
}

/** Told of every step as a sentence: that it went well, or that another server is asked. */
export type Tell = (step: LoginStep, text: string, ok?: boolean) => void

/** The work, or the failure when it takes longer than so many milliseconds. What goes on then is the caller's to end. */
export async function within<T>(ms: number, work: Promise<T>, late: () => Failure): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), Math.max(0, ms))
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
