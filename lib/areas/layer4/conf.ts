// layer4/keepalived.conf: a block for each service, every line knowing its field. The agent makes the working file of it (working.ts).
import { isIPv6 } from '../../model/address.ts'
import type { Documents } from '../../model/document.ts'
import type { Facts } from '../../model/facts.ts'
import { DIGEST_MARKER } from '../../model/file.ts'
import { at } from '../define.ts'
import { from, type Line, own } from '../lines.ts'
import { checkLines } from './checks.ts'
import { fallbackOf } from './fallback.ts'
import { granularityWord } from './granularity.ts'
import { ownAddressNear } from './own.ts'
import type { Advanced } from './schema-advanced.ts'
import {
  advancedOf,
  plainPort,
  type Server,
  type Service,
  serverPort,
  servicesOf,
  transportsOf,
} from './services.ts'

/** Stands before each server's block, with the id of its item. */
export const SERVER_MARKER = '  # _server '

/** An id as one word of a comment. */
export const markerOf = (id: string): string => `${SERVER_MARKER}${encodeURIComponent(id)}`

export function confLines(documents: Documents, facts: Facts): Line[] {
  const advanced = advancedOf(documents)
  const near = ownAddressNear(facts)
  return [
    own('# Written by Fulcrum from the saved settings; changes made here are lost.'),
    own(`# Digest ${DIGEST_MARKER}`),
    ...servicesOf(documents).flatMap((s) => [own(''), ...section(s, advanced, near)]),
  ]
}

const METHODS = { dr: 'DR', nat: 'NAT', snat: 'NAT' } as const

function section(
  service: Service,
  advanced: Advanced,
  near: (address: string) => string | undefined,
): Line[] {
  const here = (field: string, text: string) => from(at('layer4', service.item.id, field), text)
  const servers = service.check === 'off' ? [] : service.servers
  return [
    here('label', `# ${service.label}`),
    ...headLines(service).map(([field, text]) => here(field, text)),
    own(`  delay_loop ${advanced.checkInterval}`),
    own('  alpha'),
    here('balance', `  lvs_sched ${service.balance}`),
    here('forwarding', `  lvs_method ${METHODS[service.forwarding]}`),
    ...(service.protocol === 'ops' ? [here('protocol', '  ops')] : []),
    ...persistenceLines(service).map(([field, text]) => here(field, `  ${text}`)),
    ...fallbackLines(service, near).map((text) => here('fallbackAddress', `  ${text}`)),
    ...servers.flatMap((server) => serverLines(service, server, advanced)),
    own('}'),
  ]
}

type FieldLine = [field: string, text: string]

/** A service known by a mark says nothing of its protocol, but of its family. */
function headLines(service: Service): FieldLine[] {
  const port = plainPort(service)
  if (port !== undefined)
    return [
      ['address', `virtual_server ${service.address} ${port} {`],
      ['protocol', `  protocol ${transportsOf(service)[0] === 'udp' ? 'UDP' : 'TCP'}`],
    ]
  return [
    ['ports', `virtual_server fwmark ${service.mark} {`],
    ['address', `  ip_family ${isIPv6(service.address) ? 'inet6' : 'inet'}`],
  ]
}

const persistenceLines = (service: Service): FieldLine[] =>
  service.persistent
    ? [
        ['persistenceTimeout', `persistence_timeout ${service.persistenceTimeout}`],
        ...(service.granularity
          ? [
              [
                'granularity',
                `persistence_granularity ${granularityWord(service.granularity, service.address)}`,
              ] as FieldLine,
            ]
          : []),
      ]
    : []

function fallbackLines(service: Service, near: (address: string) => string | undefined): string[] {
  const fallback = fallbackOf(service, near)
  return fallback
    ? [`sorry_server ${fallback.address} ${fallback.port}`, `sorry_server_lvs_method ${fallback.method}`]
    : []
}

function serverLines(service: Service, server: Server, advanced: Advanced): Line[] {
  const here = (field: string, text: string) => from(at('layer4', server.item.id, field), text)
  const ofService = (field: string, text: string) => from(at('layer4', service.item.id, field), text)
  return [
    here('label', markerOf(server.item.id)),
    here('address', `  real_server ${server.address} ${serverPort(service, server)} {`),
    here('weight', `    weight ${server.weight}`),
    ...(server.maxConnections ? [here('maxConnections', `    uthreshold ${server.maxConnections}`)] : []),
    ...(server.minConnections ? [here('minConnections', `    lthreshold ${server.minConnections}`)] : []),
    ...checkLines(service, server, advanced).map(([field, text]) => ofService(field, `    ${text}`)),
    own('  }'),
  ]
}
