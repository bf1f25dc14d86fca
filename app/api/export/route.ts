// GET api/export: the whole saved configuration as a file.
import { json, replyTo } from '@/lib/server/reply'
import { exportAll } from '@/lib/server/transfer'

export const dynamic = 'force-dynamic'

export const GET = (): Promise<Response> =>
  replyTo('configure', async () => {
    const all = await exportAll()
    const name = `fulcrum-${all.appliance.replace(/[^A-Za-z0-9.-]/g, '_')}-${all.at.slice(0, 10)}.json`
    const answer = json(all)
    answer.headers.set('content-disposition', `attachment; filename="${name}"`)
    return answer
  })
