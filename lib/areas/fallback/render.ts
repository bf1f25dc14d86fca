// fallback/nginx.conf and the page: what clients see where no server is left. It says nothing about the appliance.
import { isIPv6, isWildcard, socketAddress } from '../../model/address.ts'
import type { Documents } from '../../model/document.ts'
import type { Facts } from '../../model/facts.ts'
import { type RenderedFile, seal } from '../../model/file.ts'
import { pageAddresses, pagePlaces } from '../layer4/fallback.ts'
import { fileOf, own } from '../lines.ts'
import { listenersIn } from '../listeners.ts'
import { digestLocation, head, listenLines } from '../nginx.ts'
import { FALLBACK_PORT } from '../ports.ts'
import { pageIn, placeOf } from './page.ts'

export const PAGE_FILE = 'fallback/page.html'

/** No file without a listener. The agent lays the page where the web server's workers can read it. */
export function render(documents: Documents, facts: Facts): RenderedFile[] {
  const listen = listenLines(documents, 'fallback', '')
  if (!listen.length) return []
  const page: RenderedFile = { path: PAGE_FILE, content: pageIn(documents), mode: 0o644 }
  const lines = [
    ...head('fallback'),
    own('  server {'),
    ...listen,
    ...placesBeside(documents, facts).map((place) => own(`    listen ${place};`)),
    ...digestLocation(),
    ...serving(placeOf(page.content)).split('\n').map(own),
  ]
  return [seal(fileOf('fallback/nginx.conf', lines), [page]), page]
}

/**
 * Where the services reach it, whatever the listener is narrowed to: HAProxy on 127.0.0.1, Layer 4 on an address of
 * the appliance's own. And on port 80 of Layer 4 services that carry it (FB-14), on no wildcard: HAProxy has that port on others.
 */
const placesBeside = (documents: Documents, facts: Facts): string[] => [
  ...['127.0.0.1', ...pagePlaces(documents, facts)]
    .filter((address) => !isListened(documents, address))
    .map((address) => socketAddress(address, FALLBACK_PORT)),
  ...pageAddresses(documents).map((address) => socketAddress(address, 80)),
]

const isListened = (documents: Documents, address: string): boolean =>
  listenersIn(documents, 'fallback').some(
    (l) =>
      l.port === FALLBACK_PORT &&
      l.addresses.some((a) => a === address || (isWildcard(a) && isIPv6(a) === isIPv6(address))),
  )

// 503 keeps caches and search engines from taking it for the page that was asked for. No connection is
// kept, so that a client whose connection HAProxy only passes on comes back to a server as soon as there is one.
const serving = (place: string): string => `    keepalive_timeout 0;
    client_max_body_size 0;
    etag off;
    add_header Cache-Control no-store always;
    error_page 503 /.fulcrum-page;
    location = /.fulcrum-page {
      internal;
      alias ${place};
    }
    location / {
      return 503;
    }
  }
}`
