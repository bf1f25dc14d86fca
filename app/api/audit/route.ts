// GET api/audit[?text=&user=&action=&result=&item=&from=&to=&before=&limit=]: the audit trail, newest first; ?format=csv or jsonl: all that fit, as a file.
import { auditFile } from '@/lib/server/audit-export'
import { auditAskedIn, auditPage } from '@/lib/server/audit-view'
import { keptFile } from '@/lib/server/csv'
import { applianceName } from '@/lib/server/events'
import { json, replyTo } from '@/lib/server/reply'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> =>
  replyTo('look', async () => {
    const parameters = new URL(request.url).searchParams
    const asked = auditAskedIn(parameters)
    const format = parameters.get('format')
    if (!asked) return json({ error: 'There is no such search.' }, 400)
    if (format === 'csv' || format === 'jsonl')
      return keptFile(`audit-${applianceName()}`, format, await auditFile(asked, format))
    return json(await auditPage(asked))
  })
