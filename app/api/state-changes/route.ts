// GET api/state-changes[?text=&key=&before=&limit=&from=&to=]: recorded changes of state, newest first; ?format=csv: all that fit, as a file.
import { changesAsCsv, changesPage, queryIn } from '@/lib/server/changes'
import { applianceName } from '@/lib/server/events'
import { json, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> =>
  replyTo(async () => {
    const parameters = new URL(request.url).searchParams
    const query = queryIn(parameters)
    if (!query) return json({ error: 'There is no such search.' }, 400)
    if (parameters.get('format') !== 'csv') return json(await changesPage(query))
    const name = `state-changes-${applianceName()}-${new Date().toISOString().slice(0, 10)}.csv`
    return new Response(await changesAsCsv(query), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`,
        'cache-control': 'no-store',
      },
    })
  })
