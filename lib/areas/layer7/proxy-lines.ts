// HAProxy's lines by proxy: what `show stat` says of a service, its servers among it, and what old workers still hold.
import type { HaproxyAnswer, Stat } from '../../model/observed.ts'
import { remembered } from '../../model/remembered.ts'

/** The lines of one proxy by their names: FRONTEND, BACKEND and its servers. */
export type Stats = ReadonlyMap<string, Stat>

const NONE: Stats = new Map()

export class ProxyLines {
  private readonly byProxy: ReadonlyMap<string, Stats>
  private readonly said = new Map<string, string>()

  constructor(answer: HaproxyAnswer | null) {
    const lines = answer?.stat ?? []
    this.byProxy = linesByProxy(lines, [], () => sorted(lines))
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
}

/** The very same list of lines was sorted at the look before: no line says anything else. */
const linesByProxy = remembered<readonly Stat[], ReadonlyMap<string, Stats>>()

function sorted(lines: readonly Stat[]): ReadonlyMap<string, Stats> {
  const byProxy = new Map<string, Map<string, Stat>>()
  for (const stat of lines) {
    const [proxy, name] = [stat.pxname ?? '', stat.svname ?? '']
    const known = byProxy.get(proxy)
    if (known) known.set(name, stat)
    else byProxy.set(proxy, new Map([[name, stat]]))
  }
  return byProxy
}
