// What RADIUS servers asked for besides a password: noted here until the code comes, so that nothing of it goes through a browser.
import { randomBytes } from 'node:crypto'
import type { DirectoryConfig } from '../../lib/areas/external-authentication/config.ts'

/** How long a code may be typed. In ms. */
const CODE_WITHIN = 120_000
const MOST = 1000

export interface Challenge {
  user: string
  directory: string
  /** Only this one knows what it asked. */
  server: DirectoryConfig['servers'][number]
  state: Buffer
  /** In ms since 1970. */
  until: number
}

export class Challenges {
  private readonly open = new Map<string, Challenge>()

  /** Noted under a name that nobody can guess. */
  noted(challenge: Omit<Challenge, 'until'>): string {
    const now = Date.now()
    for (const [name, { until }] of this.open)
      if (until < now || this.open.size >= MOST) this.open.delete(name)
    const name = randomBytes(16).toString('hex')
    this.open.set(name, { ...challenge, until: now + CODE_WITHIN })
    return name
  }

  /** Each can be answered once. */
  taken(name: string): Challenge | undefined {
    const found = this.open.get(name)
    this.open.delete(name)
    return found && found.until >= Date.now() ? found : undefined
  }
}
