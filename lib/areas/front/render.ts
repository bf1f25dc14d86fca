// front/nginx.conf and the certificate it shows: TLS and HTTP/2 before the console.
import type { Documents } from '../../model/document.ts'
import { type RenderedFile, seal, secretMarker } from '../../model/file.ts'
import { at } from '../define.ts'
import { fileOf, from, type Line, own } from '../lines.ts'
import { listenersIn } from '../listeners.ts'
import { digestLocation, head, listenLines, listenText, quote } from '../nginx.ts'
import { CONSOLE_PORT } from '../ports.ts'
import { CIPHER_SETS } from './ciphers.ts'

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

// Cookies and the policy header are long. Request bodies are forms, which stay in memory, and imported configurations.
const HTTP = `  client_max_body_size 10m;
  client_body_buffer_size 2m;
  large_client_header_buffers 4 32k;
  proxy_cache_path front-assets levels=1 keys_zone=assets:1m max_size=64m inactive=30d use_temp_path=off;
  proxy_cache_path front-session levels=1 keys_zone=session:1m max_size=1m inactive=1m use_temp_path=off;
  upstream console {
    server 127.0.0.1:${CONSOLE_PORT};
    keepalive 16;
  }
  map $upstream_http_content_security_policy $own_policy {
    default "";
    "" "default-src 'none'; frame-ancestors 'none'";
  }
  map $upstream_http_cache_control $own_caching {
    default "";
    "" no-store;
  }`

// What forbids framing and sniffing stands here, once for every answer; the content security policy is the console's, with
// its nonces, and what nginx answers by itself gets the strictest, and is kept by nobody.
// Answers are compressed here, quickly; the event stream is none of these types and goes out as it comes.
const SERVER = `    ssl_session_cache shared:front:2m;
    ssl_session_tickets off;
    absolute_redirect off;
    gzip on;
    gzip_comp_level 1;
    gzip_min_length 1000;
    gzip_proxied any;
    gzip_vary on;
    gzip_types application/javascript application/json image/svg+xml text/css text/javascript text/plain text/x-component;
    add_header X-Content-Type-Options nosniff always;
    add_header X-Frame-Options DENY always;
    add_header Referrer-Policy same-origin always;
    add_header Cross-Origin-Resource-Policy same-origin always;
    add_header Permissions-Policy "camera=(), geolocation=(), microphone=()" always;
    add_header Content-Security-Policy $own_policy always;
    add_header Cache-Control $own_caching always;
    error_page 497 =308 https://$http_host$request_uri;`

const AWAY = quote(
  '<!doctype html><html lang="en"><title>The console is not running</title><h1>The console is not running</h1><p>Traffic is not affected. It is started again by itself; reload this page in a few seconds.</p></html>',
)

// What every way to the console tells it. The address, the host, the protocol and the configuration are those that nginx
// saw, never those a client claims.
const TOLD = `      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header Forwarded "";
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_set_header X-Forwarded-Port $server_port;
      proxy_set_header X-Forwarded-Proto https;
      proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header X-Fulcrum-Front $digest;
      proxy_set_header X-Middleware-Subrequest "";
      proxy_hide_header X-Content-Type-Options;
      proxy_hide_header X-Frame-Options;
      proxy_hide_header Referrer-Policy;
      proxy_hide_header X-Fulcrum-Settled;`

// Scripts, styles and fonts are the same for everybody, and a page has two dozen: they are kept here, compressed, and
// whoever asks for them is asked about once in two seconds and connection. Without a session the console decides.
const ASSETS = `    location ^~ /lbadmin/_next/static/ {
      auth_request /lbadmin/.session;
      error_page 401 = @console;
      proxy_pass http://console;
${TOLD}
      proxy_set_header Accept-Encoding gzip;
      gunzip on;
      proxy_buffering on;
      proxy_buffers 16 64k;
      proxy_cache assets;
      proxy_cache_key $uri;
      proxy_cache_valid 200 30d;
      proxy_cache_lock on;
      proxy_ignore_headers Cache-Control Expires Set-Cookie Vary;
      error_page 502 504 @away;
    }
    location = /lbadmin/.session {
      internal;
      proxy_pass http://console/lbadmin/api/session;
${TOLD}
      proxy_set_header Content-Length "";
      proxy_pass_request_body off;
      proxy_buffering on;
      proxy_cache session;
      proxy_cache_key $connection;
      proxy_cache_valid 204 2s;
      proxy_cache_lock on;
      proxy_ignore_headers Cache-Control Expires Set-Cookie Vary;
    }`

const PROXY = `    location = / {
      return 302 /lbadmin/;
    }
    location / {
      return 404;
    }
${ASSETS}
    location ~ ^/lbadmin(/|$) {
      try_files /nothing @console;
    }
    location @console {
      proxy_pass http://console;
${TOLD}
      proxy_set_header Accept-Encoding "";
      proxy_buffering off;
      proxy_buffer_size 64k;
      proxy_buffers 4 64k;
      proxy_read_timeout 1h;
      error_page 502 504 @away;
    }
    location @away {
      return 502 ${AWAY};
    }
  }`
