// front/nginx.conf and the certificate it shows: TLS and HTTP/2 before the console.
import type { Documents } from '../../model/document.ts'
import { type RenderedFile, seal, secretMarker } from '../../model/file.ts'
import { at } from '../define.ts'
import { fileOf, from, type Line, own } from '../lines.ts'
import { listenersIn } from '../listeners.ts'
import { digestLocation, head, listenLines, listenText } from '../nginx.ts'
import { CIPHER_SETS } from './ciphers.ts'
import { HTTP, PROXY, SERVER } from './texts.ts'

/** No file without a listener. Certificate and key are the agent's secrets; only markers stand here. */
export function render(documents: Documents): RenderedFile[] {
  const [settings] = listenersIn(documents, 'front')
  if (!settings) return []
  const name = settings.certificate === 'uploaded' ? settings.uploaded : 'console-certificate'
  const certificate = secretFile('front/console.crt', name, 0o644)
  const key = secretFile('front/console.key', keyOf(name), 0o600)
  const lines = [
    ...head('front'),
    ...owned(HTTP),
    ...hstsMap(settings),
    own('  server {'),
    ...listenLines(documents, 'front', ' ssl http2'),
    ...tlsLines(settings),
    ...owned(SERVER),
    ...(hstsMonths(settings) ? [own('    add_header Strict-Transport-Security $hsts always;')] : []),
    ...digestLocation(),
    ...owned(PROXY),
    ...plainServer(settings),
    own('}'),
  ]
  return [seal(fileOf('front/nginx.conf', lines), [certificate, key]), certificate, key]
}

type Settings = ReturnType<typeof listenersIn<'front'>>[number]

const owned = (text: string): Line[] => text.split('\n').map(own)

const secretFile = (path: string, secret: string, mode: RenderedFile['mode']): RenderedFile => ({
  path,
  content: secretMarker(secret),
  mode,
  secrets: [secret],
})

/** The name of the key that belongs to a certificate the agent keeps. */
export const keyOf = (certificate: string): string =>
  certificate === 'console-certificate' ? 'console-key' : `${certificate}-key`

function tlsLines({ tls, ciphers, cipherList, item }: Settings): Line[] {
  const line = (name: string, text: string) => from(at('front', item.id, name), `    ${text};`)
  const list = ciphers === 'own' ? cipherList : CIPHER_SETS[ciphers]
  return [
    line('certificate', 'ssl_certificate console.crt'),
    line('certificate', 'ssl_certificate_key console.key'),
    line('tls', `ssl_protocols ${tls === '1.3' ? 'TLSv1.3' : 'TLSv1.2 TLSv1.3'}`),
    ...(tls === '1.3' ? [] : [line(ciphers === 'own' ? 'cipherList' : 'ciphers', `ssl_ciphers ${list}`)]),
  ]
}

const hstsMonths = ({ certificate, hsts, hstsMonths }: Settings): number =>
  certificate === 'uploaded' && hsts ? hstsMonths : 0

/**
 * Only in answers of a console that says nothing is to be undone: a browser that has learned it from a certificate
 * that is taken back would refuse the one before for months. What nginx kept says nothing of now.
 */
function hstsMap(settings: Settings): Line[] {
  const seconds = hstsMonths(settings) * 30 * 86_400
  if (seconds === 0) return []
  return [
    own('  map $upstream_cache_status:$upstream_http_x_fulcrum_settled $hsts {'),
    own('    default "";'),
    from(at('front', settings.item.id, 'hstsMonths'), `    :1 "max-age=${seconds}";`),
    own('  }'),
  ]
}

/** Plain HTTP: the way to HTTPS, and nothing else. */
function plainServer({ plain, plainPort, port, addresses, item }: Settings): Line[] {
  if (!plain) return []
  return [
    own('  server {'),
    ...addresses.map((address) =>
      from(at('front', item.id, 'plainPort'), `    ${listenText(address, plainPort)};`),
    ),
    own(`    return 302 https://$host${port === 443 ? '' : `:${port}`}$request_uri;`),
    own('  }'),
  ]
}
