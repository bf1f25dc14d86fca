// Whoever wants to know is told of changes: those of two seconds together, each channel by itself, none twice.
import type { Targets } from '../lib/areas/notifications/render.ts'
import type { StateChange } from '../lib/model/changes.ts'
import type { Delivery, NotificationsState } from '../lib/protocol/messages.ts'
import { BACK_OFF, Channel } from './channel.ts'
import { messageOf, say } from './log.ts'
import type { Outgoing, Sent } from './sender/messages.ts'
import { bodyOf, isWanted, letterOf, testBody, testLetter } from './words.ts'

/** Changes within this time go out together. Milliseconds. */
const TOGETHER = 2000
/** A test does not wait longer: the console does not either. Milliseconds. */
const TEST_WITHIN = 9000

interface Options {
  send: (message: Outgoing) => Promise<Sent>
  /** As applied at that moment. */
  targets: () => Targets
  appliance: () => string
  /** Told up to which change everything was sent or given up: its id. */
  delivered: (id: number) => void
}

/** Other than in the product, for tests: milliseconds. */
export interface Pace {
  /** Changes within this time go out together. */
  together?: number
  /** Pauses between two tries. */
  backOff?: readonly number[]
}

interface Batch {
  first: number
  last: number
  /** Channels that are not done with it. */
  open: number
}

export class Notifier {
  private readonly options: Options & Pace
  private readonly mail: Channel
  private readonly webhook: Channel
  private collected: StateChange[] = []
  private timer: NodeJS.Timeout | undefined
  /** Under way, oldest first. */
  private readonly batches: Batch[] = []

  constructor(options: Options & Pace) {
    this.options = options
    const backOff = options.backOff ?? BACK_OFF
    this.mail = new Channel('e-mail', options.send, backOff)
    this.webhook = new Channel('webhook', options.send, backOff)
  }

  /** Takes what was just recorded. */
  take(changes: readonly StateChange[]): void {
    if (changes.length === 0) return
    this.collected.push(...changes)
    this.timer ??= setTimeout(() => this.flush(), this.options.together ?? TOGETHER)
  }

  private flush(): void {
    this.timer = undefined
    const taken = this.collected
    this.collected = []
    try {
      this.tell(taken, this.options.targets())
    } catch (error) {
      say(`notifications: ${messageOf(error)}`) // what is applied cannot be read; the history has the changes
    }
  }

  private tell(taken: readonly StateChange[], targets: Targets): void {
    const wanted = taken.filter((change) => isWanted(change, targets))
    const messages = this.messagesFor(wanted, targets)
    const batch = { first: taken[0]?.id ?? 0, last: taken.at(-1)?.id ?? 0, open: messages.length }
    this.batches.push(batch)
    for (const [channel, message] of messages) channel.add(message, () => this.over(batch))
    if (batch.open === 0) this.settle(batch.last)
  }

  private messagesFor(wanted: readonly StateChange[], { mail, webhook }: Targets): [Channel, Outgoing][] {
    if (wanted.length === 0) return []
    const appliance = this.options.appliance()
    const bodies = wanted.map((change) => bodyOf(change, appliance))
    return [
      ...(mail ? [[this.mail, letterOf(mail, wanted, appliance)] as [Channel, Outgoing]] : []),
      ...(webhook ? [[this.webhook, { type: 'webhook', url: webhook, bodies }] as [Channel, Outgoing]] : []),
    ]
  }

  private over(batch: Batch): void {
    batch.open -= 1
    if (batch.open === 0) this.settle(batch.last)
  }

  /** Everything before the oldest batch that is still open is done. */
  private settle(last: number): void {
    const open = this.batches.filter((b) => b.open > 0)
    this.batches.splice(0, this.batches.length, ...open)
    const [oldest] = open
    this.options.delivered(oldest ? Math.min(last, oldest.first - 1) : last)
  }

  state(): NotificationsState {
    const channels = [this.mail, this.webhook]
    return {
      waiting: channels.reduce((sum, c) => sum + c.waiting, 0),
      last: channels.flatMap((c) => (c.last ? [c.last] : [])),
      failures: channels.flatMap((c) => c.failures).sort((a, b) => b.at - a.at),
    }
  }

  /** One try of each channel that is set up, past the queue. */
  async test(): Promise<Delivery[]> {
    const { mail, webhook } = this.options.targets()
    const appliance = this.options.appliance()
    const at = Date.now()
    return Promise.all([
      ...(mail ? [this.tried('e-mail', testLetter(mail, appliance))] : []),
      ...(webhook
        ? [this.tried('webhook', { type: 'webhook', url: webhook, bodies: [testBody(appliance, at)] })]
        : []),
    ])
  }

  private async tried(channel: Delivery['channel'], message: Outgoing): Promise<Delivery> {
    const late = new Promise<Sent>((resolve) =>
      setTimeout(
        () => resolve({ ok: false, text: 'It took longer than 9 s.', done: 0 }),
        TEST_WITHIN,
      ).unref(),
    )
    const { ok, text } = await Promise.race([this.options.send(message), late])
    return { at: Date.now(), channel, ok, text }
  }

  end(): void {
    clearTimeout(this.timer)
    this.mail.end()
    this.webhook.end()
  }
}
