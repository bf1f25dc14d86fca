// POST api/test-directory: a login at one directory, step by step. It opens no session and stores nothing.
import { testQuestion } from '@/lib/protocol/login'
import { bodyOf, json, replyTo } from '@/lib/server/reply'
import { testDirectory } from '@/lib/server/test-directory'

export const dynamic = 'force-dynamic'

export const POST = (request: Request): Promise<Response> =>
  replyTo('configure', async (caller) => {
    const question = testQuestion.safeParse(await bodyOf(request))
    if (!question.success) return json({ error: 'Type a name and a password.' }, 400)
    const answer = await testDirectory({ user: caller.user, address: caller.address }, question.data)
    return json(answer, 'error' in answer ? 503 : 200)
  })
