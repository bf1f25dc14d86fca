// Fail-over: the servers of a directory one after the other, those that were silent lately last.
import type { DirectoryConfig } from '../../lib/areas/external-authentication/config.ts'
import { serverText } from '../../lib/areas/external-authentication/texts.ts'
import { Failure, type Tell } from './failure.ts'

/** So long a server that did not answer is asked after the others. In ms. */
const AVOIDED = 30_000

type Server = DirectoryConfig['servers'][number]

export class Servers {
  private readonly silentSince = new Map<string, number>()

  /**
   * What the first server answers that answers. `until` ends it all, in ms since 1970. Throws the Failure of the last
   * one; one that is no matter of that server alone ends it at once: a refusal is final.
   */
  async first<T>(
    directory: DirectoryConfig,
    until: number,
    tell: Tell,
    ask: (server: Server, until: number) => Promise<T>,
  ): Promise<{ outcome: T; server: Server }> {
    const servers = this.ordered(directory)
    for (const [i, server] of servers.entries()) {
      try {
        const outcome = await ask(server, Math.min(until, Date.now() + patience(directory)))
        this.silentSince.delete(key(directory, server))
        return { outcome, server }
      } catch (error) {
        if (!(error instanceof Failure) || error.kind !== 'unavailable') throw error
        this.silentSince.set(key(directory, server), Date.now())
        if (i === servers.length - 1 || Date.now() >= until) throw error
        tell(error.step, error.message, false)
      }
    }
    throw new Failure('fault', 'name', 'The directory has no server.')
  }

  private ordered(directory: DirectoryConfig): Server[] {
    const avoided = (server: Server) =>
      Date.now() - (this.silentSince.get(key(directory, server)) ?? 0) < AVOIDED
    return [...directory.servers].sort((a, b) => Number(avoided(a)) - Number(avoided(b)))
  }
}

const key = (directory: DirectoryConfig, server: Server): string => `${directory.id} ${serverText(server)}`

/** Radius counts its time-out by the try. */
const patience = (d: DirectoryConfig): number => d.timeout * 1000 * (d.type === 'radius' ? d.retries + 1 : 1)
