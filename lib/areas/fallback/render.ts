// fallback/nginx.conf: the page clients see where no server is left. It says nothing about the appliance.
import type { Documents } from '../../model/document.ts'
import { type RenderedFile, seal } from '../../model/file.ts'
import { fileOf, own } from '../lines.ts'
import { digestLocation, head, listenLines, quote } from '../nginx.ts'

/** No file without a listener. The page stands in the configuration: the workers may read no folder of ours. */
export function render(documents: Documents): RenderedFile[] {
  const listen = listenLines(documents, 'fallback', '')
  if (!listen.length) return []
  const lines = [
    ...head('fallback'),
    own('  server {'),
    ...listen,
    ...digestLocation(),
    ...PAGE.split('\n').map(own),
  ]
  return [seal(fileOf('fallback/nginx.conf', lines))]
}

const TITLE = 'The page is temporarily unavailable'
const HTML = quote(
  `<!doctype html><html lang="en"><title>${TITLE}</title><h1>${TITLE}</h1><p>The page you are looking for is temporarily unavailable. Please try again later.</p></html>\n`.trim(),
)

// 503 keeps caches and search engines from taking it for the page that was asked for.
const PAGE = `    add_header Cache-Control no-store always;
    location / {
      return 503 ${HTML};
    }
  }
}`
