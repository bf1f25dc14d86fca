// GET api/state-changes[?text=&key=&before=&limit=&from=&to=]: recorded changes of state, newest first; ?format=csv: all that fit, as a file.
import { changesAsCsv, changesPage, queryIn } from '@/lib/server/changes'
import { csvFile } from '@/lib/server/csv'
import { applianceName } from '@/lib/server/events'
import { json, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> =>
  replyTo('look', async () => {
    const parameters = new URL(request.url).searchParams
    const query = queryIn(parameters)
    if (!query) return json({ error: 'There is no such search.' }, 400)
    if (parameters.get('format') !== 'csv') return json(await changesPage(query))
    return csvFile(`state-changes-${applianceName()}`, await changesAsCsv(query))
  })
