// For tests: the unit `login` without a directory, answering on its socket what the test says.

import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import type { LoginAnswer, LoginQuestion, StillAnswer } from '../../protocol/login.ts'
import { loginSocket } from '../places.ts'

export class FakeLoginUnit {
  /** Every question of a login, in order. */
  asked: LoginQuestion[] = []
  /** Everybody asked for again. */
  askedStill: string[] = []
  answer: (question: LoginQuestion) => LoginAnswer = () => ({ outcome: 'refused', why: 'unknown' })
  still: StillAnswer = { outcome: 'as-before', group: null, why: '' }

  private server = createServer(async (request, response) => {
    const question = await json(request)
    if (request.url === '/still') {
      this.askedStill.push((question as { user: string }).user)
      response.end(JSON.stringify(this.still))
    } else {
      this.asked.push(question as LoginQuestion)
      response.end(JSON.stringify(this.answer(question as LoginQuestion)))
    }
  })

  listen = (): Promise<void> => new Promise((done) => this.server.listen(loginSocket(), done))

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
    rmSync(loginSocket(), { force: true })
  }
}
