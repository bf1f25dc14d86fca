// After a way back that failed: the machine is brought to what is applied as soon as it can be, and nobody has to ask.
import { isEnd } from '../lib/protocol/is-end.ts'
import type { Progress } from '../lib/protocol/messages.ts'
import { numberOf, point, readGeneration } from './generations.ts'
import { messageOf, say } from './log.ts'
import { standOn } from './stand.ts'
import type { Work } from './undertaking.ts'

export class Mending {
  private readonly work: Pick<Work, 'places' | 'machine'>
  private owed = false

  constructor(work: Pick<Work, 'places' | 'machine'>) {
    this.work = work
  }

  /** Whether something that failed is still to be put right. */
  get owes(): boolean {
    return this.owed
  }

  /** Something was left undone elsewhere. */
  owe(): void {
    this.owed = true
  }

  /** Passes the messages on, and sees from the last how it ended. */
  async *follow(messages: AsyncIterable<Progress>): AsyncGenerator<Progress> {
    for await (const message of messages) {
      if (isEnd(message)) this.owed = message.type === 'reverted' && !message.restored
      yield message
    }
  }

  /** Tries once. Nothing else may be under way. */
  async mend(): Promise<void> {
    const { places, machine } = this.work
    try {
      const kept = numberOf(places, 'kept')
      if (numberOf(places, 'current') !== kept) point(places, 'current', kept)
      const { failures } = await standOn(machine, readGeneration(places, kept))
      this.owed = failures.length > 0
      if (!this.owed) say(`what failed before is put right: standing on generation ${kept}`)
    } catch (error) {
      say(`putting right: ${messageOf(error)}`)
    }
  }
}
