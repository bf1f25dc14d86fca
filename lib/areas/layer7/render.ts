// haproxy.cfg from the services: one section each, every line knowing its field.
import { hostAddress, isIPv6, socketAddress } from '../../model/address.ts'
import { type Documents, digestOf } from '../../model/document.ts'
import { DIGEST_MARKER, type RenderedFile, sealWith } from '../../model/file.ts'
import { remembered } from '../../model/remembered.ts'
import { at } from '../define.ts'
import { fileOf, from, type Line, own } from '../lines.ts'
import { PEERS_PORT } from '../ports.ts'
import { checkLines, checkWords } from './checks.ts'
import { FALLBACK, fallbackSocket } from './fallback.ts'
import { type Server, type Service, servicesOf } from './services.ts'

export const HAPROXY_FILE = 'haproxy/haproxy.cfg'

/** No file without a service: then HAProxy has nothing to do, and stops. */
export function render(documents: Documents): RenderedFile[] {
  const services = servicesOf(documents)
  if (!services.length) return []
  const sections = services.map(sectionOf)
  const file = fileOf(HAPROXY_FILE, [...HEAD.map(own), ...sections.flatMap((s) => s.lines)])
  return [sealWith(file, digestOf([...HEAD, ...sections.map((s) => s.digest)].join('\n')))]
}

/**
 * A service's lines and the digest of their text, made once as long as the service is the same. Weights are no
 * part of it: HAProxy takes them while it runs, and tells each of them.
 */
const sectionOf = (service: Service) =>
  made(service, [], () => {
    const lines = [own(''), ...section(service)]
    return { lines, digest: digestOf(withoutWeights(lines.map((l) => l.text).join('\n'))) }
  })
export const withoutWeights = (text: string): string =>
  text.replace(/^( {4}server \S+ \S+) weight \d+/gm, '$1')
const made = remembered<Service, { lines: Line[]; digest: string }>()

/** The digest a rendered file carries, which the process that runs it answers with. */
export const digestIn = (file: RenderedFile): string =>
  /^ {4}description "(\w+)"$/m.exec(file.content)?.[1] ?? ''

// The local peer hands the persistence tables to the next worker at every reload.
// `tunnel` is what counts for idle TCP connections; without idle-close-on-response a reload would cut idle HTTP clients off.
const HEAD = `# Written by Fulcrum from the saved settings; changes made here are lost.
global
    description "${DIGEST_MARKER}"
    log stderr format timed local0 notice
    user haproxy
    group haproxy
    localpeer _self
    server-state-file server-state
    fd-hard-limit 81000
    spread-checks 5

peers _tables
    peer _self 127.0.0.1:${PEERS_PORT}

defaults _base
    log global
    option dontlognull
    option dontlog-normal
    option redispatch
    load-server-state-from-file global
    retries 3
    timeout connect 3s
    timeout client 43s
    timeout server 43s
    timeout queue 10s
    timeout check 3s
    timeout client-fin 10s
    timeout tunnel 1h
    default-server inter 4s fall 2 rise 2

defaults _tcp from _base
    mode tcp
    option tcpka

defaults _http from _base
    mode http
    option idle-close-on-response
    timeout http-request 5s
    timeout http-keep-alive 5s`.split('\n')

function section(service: Service): Line[] {
  const here = (field: string, text: string) => from(at('layer7', service.item.id, field), `    ${text}`)
  return [
    from(at('layer7', service.item.id, 'label'), `listen ${service.label} from _${service.protocol}`),
    ...service.ranges.map((range) =>
      here('ports', `bind ${bindAddress(service.address, range)} ${bindWords(service.address)}`),
    ),
    here('maxConnections', `maxconn ${service.maxConnections}`),
    ...[...timeoutLines(service), ...httpLines(service)].map(([field, text]) => here(field, text)),
    here('balance', `balance ${service.balance}`),
    ...persistenceLines(service).map((text) => here('persistence', text)),
    ...checkLines(service).map(([field, text]) => here(field, text)),
    ...service.servers.map((server) =>
      from(at('layer7', server.item.id), `    ${serverLine(service, server)}`),
    ),
    ...fallbackLine(service).map((text) => here('fallbackAddress', text)),
  ]
}

const bindAddress = (address: string, [first, last]: readonly [number, number]): string =>
  first === last ? socketAddress(address, first) : `${socketAddress(address, first)}-${last}`

/** `transparent`: an address that is not up yet binds too. `v4v6`: `::` takes IPv4 whatever the kernel is set to. */
const bindWords = (address: string): string => (address === '::' ? 'transparent v4v6' : 'transparent')

type FieldLine = [field: string, text: string]

/** `tunnel 0`: otherwise that one would count for TCP in place of both. */
function timeoutLines(service: Service): FieldLine[] {
  if (!service.timeouts) return []
  return [
    ['clientTimeout', `timeout client ${service.clientTimeout}`],
    ['serverTimeout', `timeout server ${service.serverTimeout}`],
    ...(service.protocol === 'tcp' ? [['timeouts', 'timeout tunnel 0'] as FieldLine] : []),
  ]
}

const PIPELINES = {
  'keep-alive': 'option http-keep-alive',
  'server-close': 'option http-server-close',
  close: 'option httpclose',
}

function httpLines(service: Service): FieldLine[] {
  if (service.protocol !== 'http') return []
  return [
    ['pipeline', PIPELINES[service.pipeline]],
    ...(service.forwardedFor ? [['forwardedFor', 'option forwardfor'] as FieldLine] : []),
  ]
}

function persistenceLines(service: Service): string[] {
  if (service.persistence === 'cookie')
    return [
      `cookie ${service.cookieName} insert indirect nocache httponly maxidle ${service.cookieMaxIdle} maxlife ${service.cookieMaxLife}`,
    ]
  if (service.persistence === 'none') return []
  const type = isIPv6(service.address) ? 'ipv6' : 'ip'
  return [
    `stick-table type ${type} size ${service.tableSize} expire ${service.persistenceTimeout}m peers _tables`,
    'stick on src',
  ]
}

function serverLine(service: Service, server: Server): string {
  return [
    'server',
    server.label,
    // Without a port HAProxy connects to the one the client used.
    hostAddress(server.address, server.port),
    `weight ${server.weight}`,
    ...(service.persistence === 'cookie' ? [`cookie ${server.label}`] : []),
    ...(server.reencrypt ? ['ssl verify none'] : []),
    ...checkWords(service, server),
  ].join(' ')
}

/** Used while no other server is usable. `non-stick`: no client stays tied to it when one is back. */
function fallbackLine(service: Service): string[] {
  if (service.fallbackOff) return []
  return [`server ${FALLBACK} ${fallbackSocket(service)} backup non-stick`]
}
