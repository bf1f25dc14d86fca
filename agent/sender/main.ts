// The program that sends notifications, as a user without rights: one letter or some calls on its input, what came of them on its output.
import { text } from 'node:stream/consumers'
import { sendMail } from './mail.ts'
import { outgoing, type Sent } from './messages.ts'
import { callWebhook } from './webhook.ts'

/** The whole of it, however many calls; the agent ends it a little later. Milliseconds. */
const LIMIT = 60_000

async function main(): Promise<void> {
  const message = outgoing.parse(JSON.parse(await text(process.stdin)))
  const end = Date.now() + LIMIT
  const sent: Sent =
    message.type === 'mail' ? await sendMail(message) : await callWebhook(message.url, message.bodies, end)
  process.stdout.write(JSON.stringify(sent))
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  },
)
