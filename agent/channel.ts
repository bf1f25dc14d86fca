// One way out, e-mail or webhook: batches in their order, each tried again with growing pauses, a queue with an end.
import { setTimeout as pause } from 'node:timers/promises'
import type { Delivery } from '../lib/protocol/messages.ts'
import { say } from './log.ts'
import type { Outgoing, Sent } from './sender/messages.ts'

/** Pauses between the tries, in milliseconds: four tries in all. */
export const BACK_OFF: readonly number[] = [2000, 8000, 30_000]
const MOST_WAITING = 100
const FAILURES_KEPT = 20

interface Waiting {
  message: Outgoing
  /** Called when it was sent or given up. */
  over: () => void
}

export class Channel {
  last: Delivery | null = null
  /** Newest first. */
  readonly failures: Delivery[] = []
  private readonly name: Delivery['channel']
  private readonly send: (message: Outgoing) => Promise<Sent>
  private readonly backOff: readonly number[]
  private readonly queue: Waiting[] = []
  private running = false
  private readonly ending = new AbortController()

  constructor(
    name: Delivery['channel'],
    send: (message: Outgoing) => Promise<Sent>,
    backOff: readonly number[] = BACK_OFF,
  ) {
    this.name = name
    this.send = send
    this.backOff = backOff
  }

  get waiting(): number {
    return this.queue.length
  }

  add(message: Outgoing, over: () => void): void {
    this.queue.push({ message, over })
    if (this.queue.length > MOST_WAITING) {
      // The first may be under way; the one after it is the oldest that is not.
      const [dropped] = this.queue.splice(1, 1)
      this.failed({ ok: false, text: `More than ${MOST_WAITING} wait, so the oldest was dropped.`, done: 0 })
      dropped?.over()
    }
    if (!this.running) void this.run()
  }

  end(): void {
    this.ending.abort()
  }

  private async run(): Promise<void> {
    this.running = true
    for (let next = this.queue[0]; next && !this.ending.signal.aborted; next = this.queue[0]) {
      await this.deliver(next.message)
      if (this.ending.signal.aborted) break
      this.queue.shift()
      next.over()
    }
    this.running = false
  }

  private async deliver(message: Outgoing): Promise<void> {
    let rest = message
    for (const wait of [...this.backOff, null]) {
      const sent = await this.send(rest)
      this.last = { at: Date.now(), channel: this.name, ok: sent.ok, text: sent.text }
      if (sent.ok) return
      if (this.ending.signal.aborted) return
      if (wait === null) return this.failed(sent)
      say(`${this.name}: ${sent.text} Tried again in ${wait / 1000} s.`)
      rest = withoutFirst(rest, sent.done)
      await pause(wait, undefined, { signal: this.ending.signal }).catch(() => {}) // ended meanwhile
      if (this.ending.signal.aborted) return
    }
  }

  private failed({ text }: Sent): void {
    say(`${this.name}: ${text} Given up.`)
    this.failures.unshift({ at: Date.now(), channel: this.name, ok: false, text })
    this.failures.splice(FAILURES_KEPT)
  }
}

const withoutFirst = (message: Outgoing, done: number): Outgoing =>
  message.type === 'webhook' ? { ...message, bodies: message.bodies.slice(done) } : message
