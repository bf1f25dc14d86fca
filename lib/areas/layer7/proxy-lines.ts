// HAProxy's lines by proxy: what `show stat` says of a service, its servers among it, and what old workers still hold.
import type { HaproxyAnswer, Stat } from '../../model/observed.ts'

/** The lines of one proxy by their names: FRONTEND, BACKEND and its servers. */
export type Stats = ReadonlyMap<string, Stat>

const NONE: Stats = new Map()

export class ProxyLines {
  private readonly byProxy = new Map<string, Map<string, Stat>>()
  private readonly said = new Map<string, string>()

  constructor(answer: HaproxyAnswer | null) {
    for (const stat of answer?.stat ?? []) this.linesOf(stat.pxname ?? '').set(stat.svname ?? '', stat)
    for (const numbers of [answer?.oldConnections, answer?.administrative, answer?.entries])
      for (const [key, number] of Object.entries(numbers ?? {}))
        this.note(key.split('/')[0] ?? '', key, number)
  }

  of = (proxy: string): Stats => this.byProxy.get(proxy) ?? NONE

  names = (): string[] => [...this.byProxy.keys()]

  /** All that is said of it besides its lines, as a text: it is another one when anything of that differs. */
  beside = (proxy: string): string | undefined => this.said.get(proxy)

  private note(proxy: string, key: string, number: number): void {
    this.said.set(proxy, `${this.said.get(proxy) ?? ''} ${key} ${number};`)
  }

  private linesOf(proxy: string): Map<string, Stat> {
    const known = this.byProxy.get(proxy)
    if (known) return known
    const lines = new Map<string, Stat>()
    this.byProxy.set(proxy, lines)
    return lines
  }
}
