// GET api/certificates: what is known of those that the agent keeps. POST: checks one with its key, and has it kept. Neither ever answers a key.
import { certificateInput } from '@/lib/protocol/certificates'
import { ask } from '@/lib/server/agent'
import { keepCertificate } from '@/lib/server/certificates'
import { bodyOf, json, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

export const GET = (): Promise<Response> =>
  replyTo('settings', async () => json(await ask('certificates', {})))

export const POST = (request: Request): Promise<Response> =>
  replyTo('configure', async (caller) => {
    const input = certificateInput.safeParse(await bodyOf(request))
    if (!input.success) return json({ error: 'The file is too large for a certificate.' }, 400)
    return json(await keepCertificate({ user: caller.user, address: caller.address }, input.data))
  })
