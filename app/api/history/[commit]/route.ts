// GET api/history/<n>: one commit, with the difference in every file.
import { commitOf } from '@/lib/server/history'
import { commitNumber, json, noCommit, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ commit: string }> }

export const GET = (_: Request, { params }: Context): Promise<Response> =>
  replyTo('settings', async () => {
    const number = commitNumber((await params).commit)
    const view = number && (await commitOf(number))
    return view ? json(view) : noCommit()
  })
