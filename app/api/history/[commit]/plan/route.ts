// GET api/history/<n>/plan: what a roll back to it would do now.
import { rollBackPlan } from '@/lib/server/history'
import { commitNumber, json, noCommit, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ commit: string }> }

export const GET = (_: Request, { params }: Context): Promise<Response> =>
  replyTo('settings', async () => {
    const number = commitNumber((await params).commit)
    const plan = number && (await rollBackPlan(number))
    return plan ? json(plan) : noCommit()
  })
