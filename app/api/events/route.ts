// GET api/events[?rows=]: the event stream of one tab; `rows` is `all`, or the id of an item.
import type { ConsoleEvent } from '@/lib/protocol/console'
import { serveTab } from '@/lib/server/events'
import { replyTo, sessionOver } from '@/lib/server/reply'
import { viewerOf } from '@/lib/server/session'

export const dynamic = 'force-dynamic'

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
}

export const GET = (request: Request): Promise<Response> =>
  replyTo('look', async (caller) => {
    const lives = () => viewerOf(caller.session)
    const viewer = await lives()
    if (!viewer) return sessionOver()
    const rows = new URL(request.url).searchParams.get('rows')
    let stop = () => {}
    const body = new ReadableStream<Uint8Array>({
      start(stream) {
        const encoder = new TextEncoder()
        stop = serveTab({
          ...viewer,
          rows,
          send: (event: ConsoleEvent) => stream.enqueue(encoder.encode(`data: ${JSON.stringify(event)}\n\n`)),
          close: () => stream.close(),
          lives,
        })
        request.signal.addEventListener('abort', () => stop())
      },
      cancel: () => stop(),
    })
    return new Response(body, { headers: HEADERS })
  })
