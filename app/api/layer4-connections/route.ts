// GET api/layer4-connections[?search=&state=&offset=&limit=]: entries of the kernel's connection table; ?format=csv: all that fit, as a file.
import { ask } from '@/lib/server/agent'
import { connectionsAsCsv, connectionsIn } from '@/lib/server/connections'
import { csvFile } from '@/lib/server/csv'
import { applianceName } from '@/lib/server/events'
import { json, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> =>
  replyTo('look', async () => {
    const parameters = new URL(request.url).searchParams
    const wanted = connectionsIn(parameters)
    if (!wanted) return json({ error: 'There is no such search.' }, 400)
    if (parameters.get('format') !== 'csv') return json(await ask('layer4-connections', wanted))
    const { offset: _, limit: __, ...all } = wanted
    return csvFile(`layer4-connections-${applianceName()}`, await connectionsAsCsv(all))
  })
