// Tests: chance that can be had again: the same seed, the same walk.

export class Random {
  private state: number

  /** `seed`: a whole number below 2^32. */
  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** From 0 to 1, 1 excluded (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }

  below(n: number): number {
    return Math.floor(this.next() * n)
  }

  /** Throws when there is nothing to choose from. */
  pick<T>(all: readonly T[]): T {
    if (all.length === 0) throw new Error('nothing to choose from')
    return all[this.below(all.length)] as T
  }

  /** One of them, each as often as its weight says. */
  weighted<T>(all: readonly (readonly [weight: number, value: T])[]): T {
    const pool = all.flatMap(([weight, value]) => Array.from({ length: weight }, () => value))
    return this.pick(pool)
  }
}
