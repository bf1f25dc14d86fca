// layer4/rules.nft: marks for services of several ports, and the sources that servers see. One table, made anew as a whole.
import { isIPv6 } from '../../model/address.ts'
import type { Documents } from '../../model/document.ts'
import type { Facts } from '../../model/facts.ts'
import { DIGEST_MARKER } from '../../model/file.ts'
import { at } from '../define.ts'
import { from, type Line, own } from '../lines.ts'
import { fallbackOf } from './fallback.ts'
import { ownAddressNear, ownByNetwork } from './own.ts'
import { advancedOf, plainPort, type Service, servicesOf, transportsOf } from './services.ts'

export const TABLE = 'fulcrum_layer4'

/** Rules at the end of the table, as the kernel counts them. */
export const ruleCount = (text: string): number =>
  text.split('\n').filter((line) => line.startsWith('    meta ') || line.startsWith('    oifname ')).length

/** Deleting a table that is not there fails, so it is made before it is deleted. */
export function ruleLines(documents: Documents, facts: Facts): Line[] {
  return [
    ...[
      '# Written by Fulcrum from the saved settings; changes made here are lost.',
      `table inet ${TABLE}`,
      `delete table inet ${TABLE}`,
      `table inet ${TABLE} {`,
      `  comment "fulcrum ${DIGEST_MARKER}"`,
    ].map(own),
    ...marking(servicesOf(documents)),
    ...sources(documents, facts),
    own('}'),
  ]
}

/** The kernel hands packets with a mark to the service of that mark, TCP and UDP alike; and sources are told apart by it. */
const isMarked = (service: Service): boolean =>
  plainPort(service) === undefined || needsSource(service) || service.masqFallback

/** Servers are to see the appliance as the client. */
const needsSource = (service: Service): boolean => service.forwarding === 'snat'

const FAMILIES = [
  { ipv6: false, ip: 'ip', type: 'ipv4_addr', digit: '4' },
  { ipv6: true, ip: 'ip6', type: 'ipv6_addr', digit: '6' },
] as const
type Family = (typeof FAMILIES)[number]

const ofFamily = (services: readonly Service[], family: Family): Service[] =>
  services.filter((s) => isIPv6(s.address) === family.ipv6)

const markWord = (service: Service): string => `0x${service.mark.toString(16)}`
const here = (service: Service, field: string, text: string) =>
  from(at('layer4', service.item.id, field), text)

/** A named set or map; nothing where it would be empty. */
const table = (kind: 'set' | 'map', name: string, type: string, elements: readonly Line[]): Line[] =>
  elements.length
    ? [
        own(`  ${kind} ${name} {`),
        ...type.split('\n').map((text) => own(`    ${text}`)),
        own('    elements = {'),
        ...elements.map((e) => ({ ...e, text: `      ${e.text},` })),
        own('    }'),
        own('  }'),
      ]
    : []

const chain = (name: string, type: string, rules: readonly Line[]): Line[] =>
  rules.length
    ? [own(`  chain ${name} {`), own(`    type ${type}; policy accept;`), ...rules, own('  }')]
    : []

function marking(services: readonly Service[]): Line[] {
  const maps = FAMILIES.map((family) => ({
    ...family,
    elements: ofFamily(services, family).filter(isMarked).flatMap(portElements),
  }))
  return [
    ...maps.flatMap((m) =>
      table(
        'map',
        `services${m.digit}`,
        `type ${m.type} . inet_proto . inet_service : mark\nflags interval`,
        m.elements,
      ),
    ),
    ...chain(
      'prerouting',
      'filter hook prerouting priority mangle',
      maps
        .filter((m) => m.elements.length)
        .map((m) => own(`    meta mark set ${m.ip} daddr . meta l4proto . th dport map @services${m.digit}`)),
    ),
  ]
}

const portElements = (service: Service): Line[] =>
  transportsOf(service).flatMap((transport) =>
    service.ranges.map(([first, last]) =>
      here(
        service,
        'ports',
        `${service.address} . ${transport} . ${first === last ? first : `${first}-${last}`} : ${markWord(service)}`,
      ),
    ),
  )

/** For IPv4 the kernel picks the address of the interface; for IPv6 it would pick the youngest one, so it is told. */
function sources(documents: Documents, facts: Facts): Line[] {
  const services = servicesOf(documents)
  const masked = services.filter(needsSource)
  const own6 = masked.some((s) => isIPv6(s.address)) ? ownByNetwork(facts, true) : []
  const [set6, rule6] = ownSources(own6)
  const [sets, rules] = fallbackSources(services, facts)
  const [setNat, ruleNat] = autoNat(documents)
  const marks = masked.map((s) => here(s, 'forwarding', markWord(s)))
  const masquerade = marks.length ? [own('    meta mark @masked masquerade')] : []
  return [
    ...table('set', 'masked', 'type mark', marks),
    ...[...set6, ...sets, ...setNat],
    ...chain('postrouting', 'nat hook postrouting priority srcnat', [
      ...[...rule6, ...masquerade, ...rules, ...ruleNat],
    ]),
  ]
}

type SetAndRule = [set: Line[], rule: Line[]]

const ownSources = (networks: [string, string][]): SetAndRule => [
  table(
    'map',
    'sources6',
    'type ipv6_addr : ipv6_addr\nflags interval',
    networks.map(([network, address]) => own(`${network} : ${address}`)),
  ),
  networks.length ? [own('    meta mark @masked snat ip6 to ip6 daddr map @sources6')] : [],
]

/** A fallback beyond the appliance answers the appliance, whatever the service's own method is. */
function fallbackSources(services: readonly Service[], facts: Facts): SetAndRule {
  const near = ownAddressNear(facts)
  const found = FAMILIES.map((family) => ({
    ...family,
    elements: ofFamily(services, family).flatMap((s) => {
      const fallback = s.forwarding === 'snat' ? null : fallbackOf(s, near)
      return fallback?.masq ? [here(s, 'masqFallback', `${markWord(s)} . ${fallback.address}`)] : []
    }),
  }))
  return [
    found.flatMap((f) => table('set', `fallbacks${f.digit}`, `type mark . ${f.type}`, f.elements)),
    found
      .filter((f) => f.elements.length)
      .map((f) => own(`    meta mark . ${f.ip} daddr @fallbacks${f.digit} masquerade`)),
  ]
}

/** What servers begin by themselves; connections to services have their own rules or none. */
function autoNat(documents: Documents): SetAndRule {
  const { autoNat: outside, item } = advancedOf(documents)
  if (outside === 'off') return [[], []]
  const addresses = new Set(ofFamily(servicesOf(documents), FAMILIES[0]).map((s) => s.address))
  const except = addresses.size ? ' ct original ip daddr != @services' : ''
  return [
    table('set', 'services', 'type ipv4_addr', [...addresses].map(own)),
    [
      from(
        at('layer4', item?.id, 'autoNat'),
        `    oifname "${outside}" meta nfproto ipv4 fib saddr type != local${except} masquerade`,
      ),
    ],
  ]
}
