// Between the two steps of a login: what the first one proved, sealed, so that the browser can only hand it back.
import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import { sessionKey } from './session-key.ts'

/** How long somebody may look for their code. In seconds. */
const TICKET_SECONDS = 300
/** Another key than the cookies' follows from it: neither can be taken for the other. */
const SALT = 'second step of a login'

const ticket = z.discriminatedUnion('asks', [
  /** The password was right; `proof` is of the password, which must not have been changed since. */
  z.object({ asks: z.literal('code'), user: z.string(), name: z.string(), proof: z.string() }),
  /** A directory asked for one more thing. */
  z.object({ asks: z.literal('directory'), name: z.string(), state: z.string() }),
])
export type Ticket = z.infer<typeof ticket>

export const seal = (content: Ticket): Promise<string> =>
  encode({ token: { ...content }, secret: sessionKey(), maxAge: TICKET_SECONDS, salt: SALT })

/** What was sealed; null when it is forged, of another kind, or too old. */
export async function unseal(sealed: string): Promise<Ticket | null> {
  try {
    const content = ticket.safeParse(await decode({ token: sealed, secret: sessionKey(), salt: SALT }))
    return content.success ? content.data : null
  } catch {
    return null // nobody's, which is an answer and no fault
  }
}
