// The login unit's decisions: which directory is asked, which of its servers, and what the console is answered.
import type { DirectoryConfig, LoginConfig } from '../../lib/areas/external-authentication/config.ts'
import type {
  LoginAnswer,
  LoginQuestion,
  StillAnswer,
  TestAnswer,
  TestQuestion,
} from '../../lib/protocol/login.ts'
import { type Challenge, Challenges } from './challenges.ts'
import { Failure, type Tell } from './failure.ts'
import { ldapLogin, ldapStill } from './ldap.ts'
import { type RadiusOutcome, radiusLogin } from './radius.ts'
import { Servers } from './servers.ts'

/** The whole of a login, in ms; the console waits a little longer. */
const WHOLE = 15_000
const MOST_AT_ONCE = 200

type Asked = LoginQuestion & { challenge?: Challenge }
const QUIET: Tell = () => {}
/** Where the server asks for a code without a word. */
const NO_PROMPT = 'One more code is asked for.'

export class Logins {
  private readonly servers = new Servers()
  private readonly challenges = new Challenges()
  private readonly appliance: string
  private readonly whole: number
  private under = 0

  constructor(appliance: string, whole = WHOLE) {
    this.appliance = appliance
    this.whole = whole
  }

  async login(config: LoginConfig, question: LoginQuestion): Promise<LoginAnswer> {
    if (config.directories.length === 0) return { outcome: 'none' }
    const senseless = refusedUnasked(question)
    if (senseless) return { outcome: 'refused', why: senseless }
    if (this.under >= MOST_AT_ONCE) return { outcome: 'unavailable', why: 'Too many logins are under way.' }
    this.under += 1
    try {
      return await this.decide(config, question)
    } finally {
      this.under -= 1
    }
  }

  private async decide(config: LoginConfig, question: LoginQuestion): Promise<LoginAnswer> {
    const until = Date.now() + this.whole
    const challenge = question.state === undefined ? undefined : this.challenges.taken(question.state)
    if (question.state !== undefined && challenge?.user !== question.user)
      return { outcome: 'refused', why: 'The code belongs to no login, or came too late.' }
    const directories = config.directories.filter((d) => !challenge || d.id === challenge.directory)
    const whys: string[] = []
    let away = false
    for (const directory of directories) {
      try {
        return await this.ask(directory, { ...question, ...(challenge ? { challenge } : {}) }, until, QUIET)
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        whys.push(`${directory.label}: ${error.message}`)
        if (error.kind === 'refused') return { outcome: 'refused', why: whys.join(' ') }
        away ||= error.kind !== 'unknown'
      }
    }
    return { outcome: away ? 'unavailable' : 'refused', why: whys.join(' ') }
  }

  /** One directory, at the first of its servers that answers. Throws a Failure. */
  private async ask(
    directory: DirectoryConfig,
    asked: Asked,
    until: number,
    tell: Tell,
  ): Promise<LoginAnswer> {
    const { user, password, address, challenge } = asked
    // Only the server that asked for the code knows what it asked.
    const only = challenge && { ...directory, servers: [challenge.server] }
    const { outcome, server } = await this.servers.first(
      only ?? directory,
      until,
      tell,
      async (server, end) => {
        const attempt = { server, until: end, tell }
        const { appliance } = this
        const state = challenge ? { state: challenge.state } : {}
        return directory.type === 'radius'
          ? radiusLogin({ config: directory, ...attempt }, { user, password, address, appliance, ...state })
          : ldapLogin({ config: directory, ...attempt }, user, password)
      },
    )
    if (isChallenge(outcome)) {
      const { state } = outcome
      const prompt =
        outcome.prompt
          .replace(/\p{Cc}+/gu, ' ')
          .trim()
          .slice(0, 200) || NO_PROMPT
      return {
        outcome: 'challenge',
        prompt,
        state: this.challenges.noted({ user, directory: directory.id, server, state }),
      }
    }
    return { outcome: 'accepted', ...outcome, directory: directory.id }
  }

  /** A login that opens nothing, told step by step. Null: there is no such directory. */
  async test(config: LoginConfig, question: TestQuestion): Promise<TestAnswer | null> {
    const directory = config.directories.find((d) => d.id === question.directory)
    if (!directory) return null
    const lines: TestAnswer['lines'] = []
    const end = (outcome: TestAnswer['outcome']): TestAnswer => ({ outcome, lines })
    const senseless = refusedUnasked(question)
    if (senseless) {
      lines.push({ step: 'user', ok: false, text: senseless })
      return end('refused')
    }
    try {
      const tell: Tell = (step, text, ok = true) => lines.push({ step, ok, text })
      const answer = await this.ask(directory, { ...question, address: '' }, Date.now() + this.whole, tell)
      if (answer.outcome !== 'challenge') return end('accepted')
      lines.push({ step: 'user', ok: true, text: `The server asks for one more thing: ${answer.prompt}` })
      return end('challenge')
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      lines.push({ step: error.step, ok: false, text: error.message })
      return end(error.kind === 'refused' || error.kind === 'unknown' ? 'refused' : 'unavailable')
    }
  }

  /** Whether somebody is still as they were when they logged in. */
  async still(config: LoginConfig, question: { user: string; directory: string }): Promise<StillAnswer> {
    const directory = config.directories.find((d) => d.id === question.directory)
    if (!directory) return { outcome: 'gone', group: null, why: 'The directory is not set up any more.' }
    if (directory.type === 'radius' || directory.account === '')
      return {
        outcome: 'unknowable',
        group: null,
        why: `${directory.label} has no Service Account to ask by.`,
      }
    try {
      const { outcome } = await this.servers.first(
        directory,
        Date.now() + this.whole,
        QUIET,
        (server, until) => ldapStill({ config: directory, server, until, tell: QUIET }, question.user),
      )
      return { outcome: 'as-before', group: outcome.group, why: '' }
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      const gone = error.kind === 'refused' || error.kind === 'unknown'
      return {
        outcome: gone ? 'gone' : 'unavailable',
        group: null,
        why: `${directory.label}: ${error.message}`,
      }
    }
  }
}

const isChallenge = (outcome: RadiusOutcome): outcome is Extract<RadiusOutcome, { prompt: string }> =>
  'prompt' in outcome

/** Why no directory is asked at all; null when one can be. An empty password would let anybody in at many servers. */
function refusedUnasked({ user, password }: { user: string; password: string }): string | null {
  if (user.trim() === '') return 'The name is empty.'
  if (password === '') return 'The password is empty.'
  if (/[\p{Cc}\p{Cs}]/u.test(user)) return 'The name has control characters in it.'
  if (/[\0\p{Cs}]/u.test(password)) return 'The password has characters in it that cannot be sent.'
  return null
}
