// Fields that a Real Server has in either layer, worded once.
import { z } from 'zod'
import { port } from '../model/address.ts'
import { field } from '../model/fields.ts'
import { blank, wholeNumber } from '../model/text.ts'

const RIP = 'Real Server'

export const serverPort = () =>
  field(blank(port().optional()), {
    label: 'Real Server Port',
    help: 'The port the server is reached on. Leave it blank to reach the server on the port the client used, as services of several ports need it.',
    kind: 'port',
    section: RIP,
    placeholder: 'The port the client used',
  })

/** `most`: the greatest weight the engine takes. */
export const serverWeight = (most: number) =>
  field(wholeNumber(0, most).default(100), {
    label: 'Weight',
    help: 'Its share beside the other servers: one of 200 gets twice as many connections as one of 100. With 0 it gets only clients that persistence ties to it.',
    kind: 'number',
    section: RIP,
    hint: `0 to ${most}.`,
  })

export const expectedDown = () =>
  field(z.boolean().default(false), {
    label: 'Expected Down',
    help: 'For a server that stands by and answers only after a fail-over, as the passive one of a pair. While it is down it is shown so, but its Virtual Service counts as up without it and nobody is notified. It gets connections as soon as its check passes.',
    kind: 'checkbox',
    section: RIP,
    advanced: true,
    beside: 'It may be down without an alarm',
  })
