// HAProxy's lines by proxy: what `show stat` says of a service, its servers among it, and what old workers still hold.
import type { HaproxyAnswer, Stat } from '../../model/observed.ts'

/** The lines of one proxy by their names: FRONTEND, BACKEND and its servers. */
export type Stats = ReadonlyMap<string, Stat>

const NONE: Stats = new Map()

export class ProxyLines {
  private readonly byProxy = new Map<string, Map<string, Stat>>()
  private readonly before = new Map<string, string>()

  constructor(answer: HaproxyAnswer | null) {
    for (const stat of answer?.stat ?? []) this.linesOf(stat.pxname ?? '').set(stat.svname ?? '', stat)
    for (const [key, open] of Object.entries(answer?.oldConnections ?? {})) {
      const proxy = key.slice(0, key.indexOf('/'))
      this.before.set(proxy, `${this.before.get(proxy) ?? ''} ${key} ${open}`)
    }
  }

  of = (proxy: string): Stats => this.byProxy.get(proxy) ?? NONE

  names = (): string[] => [...this.byProxy.keys()]

  /** What old workers hold of it, as a text that is another when that is. */
  openBefore = (proxy: string): string | undefined => this.before.get(proxy)

  private linesOf(proxy: string): Map<string, Stat> {
    const known = this.byProxy.get(proxy)
    if (known) return known
    const lines = new Map<string, Stat>()
    this.byProxy.set(proxy, lines)
    return lines
  }
}
