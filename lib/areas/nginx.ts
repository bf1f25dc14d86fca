// Text in nginx's language, and what front and fallback have in common.
import { isIPv6, socketAddress } from '../model/address.ts'
import type { Documents } from '../model/document.ts'
import { DIGEST_MARKER, type RenderedFile } from '../model/file.ts'
import { at } from './define.ts'
import { from, type Line, own } from './lines.ts'
import { listenersIn, type WebArea } from './listeners.ts'

/** Text as one word of nginx's configuration. nginx reads `$` even in quotes and has no way to write it, so it is refused, as are control characters. */
export function quote(text: string): string {
  if (/[\p{Cc}$]/u.test(text)) throw new Error('text that nginx cannot hold')
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}

/** One `listen` for each address of the area's listener. */
export const listenLines = (documents: Documents, area: WebArea, words: string): Line[] =>
  listenersIn(documents, area).flatMap((l) =>
    l.addresses.map((address) =>
      from(at(area, l.item.id, 'addresses'), `    ${listenText(address, l.port)}${words};`),
    ),
  )

export const listenText = (address: string, port: number): string =>
  `listen ${socketAddress(address, port)}${familyOnly(address)}`

/** `[::]` beside `0.0.0.0` would take the same port twice. */
const familyOnly = (address: string): string => (isIPv6(address) ? ' ipv6only=on' : '')

/** What every server of ours begins with. The temporary folders are relative to the unit's own; bodies stay in memory. */
export const head = (name: string): Line[] =>
  `# Written by Fulcrum from the saved settings; changes made here are lost.
user www-data;
worker_processes 1;
worker_shutdown_timeout 10s;
error_log stderr warn;
events {
  worker_connections 4096;
}
http {
  access_log off;
  server_tokens off;
  default_type text/html;
  charset utf-8;
  client_body_temp_path ${name}-body;
  proxy_temp_path ${name}-proxy;
  fastcgi_temp_path ${name}-fastcgi;
  uwsgi_temp_path ${name}-uwsgi;
  scgi_temp_path ${name}-scgi;
  geo $from_here {
    default 0;
    127.0.0.0/8 1;
    ::1/128 1;
  }`
    .split('\n')
    .map(own)

/** The read-back: which configuration answers, told to the appliance itself only; `$digest` holds for the whole server. */
export const digestLocation = (): Line[] =>
  `    set $digest "${DIGEST_MARKER}";
    location = /.fulcrum-digest {
      set $inside $from_here;
      if ($remote_addr = $server_addr) {
        set $inside 1;
      }
      if ($inside = 0) {
        return 404;
      }
      default_type text/plain;
      return 200 $digest;
    }`
    .split('\n')
    .map(own)

/** The digest a rendered file carries, which the server that runs it answers with. */
export const digestIn = (file: RenderedFile): string => /set \$digest "(\w+)";/.exec(file.content)?.[1] ?? ''
