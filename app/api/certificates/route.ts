// GET api/certificates: what is known of those that the agent keeps. POST: checks one with its key, and has it kept. Neither ever answers a key.
import { certificateInput } from '@/lib/protocol/certificates'
import { ask } from '@/lib/server/agent'
import { keepCertificate } from '@/lib/server/certificates'
import { bodyOf, json, replyTo } from '@/lib/server/reply'
import { may } from '@/lib/server/session'

export const dynamic = 'force-dynamic'

export const GET = (): Promise<Response> =>
  replyTo(async (caller) =>
    may(caller, 'settings')
      ? json(await ask('certificates', {}))
      : json({ error: `Your user ${caller.user} may not see this.` }, 403),
  )

export const POST = (request: Request): Promise<Response> =>
  replyTo(async (caller) => {
    if (!may(caller, 'configure')) return json({ error: `Your user ${caller.user} may only look.` }, 403)
    const input = certificateInput.safeParse(await bodyOf(request))
    if (!input.success) return json({ error: 'The file is too large for a certificate.' }, 400)
    return json(await keepCertificate({ user: caller.user, address: caller.address }, input.data))
  })
