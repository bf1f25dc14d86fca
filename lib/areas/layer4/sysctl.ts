// layer4/sysctl.conf: what the kernel must be set to. Keys are paths below /proc/sys, as interfaces may have dots in their names.
import { isIPv6 } from '../../model/address.ts'
import type { Documents } from '../../model/document.ts'
import type { Facts } from '../../model/facts.ts'
import { type Line, own } from '../lines.ts'
import { advancedOf, type Service, servicesOf } from './services.ts'

export function sysctlLines(documents: Documents, facts: Facts): Line[] {
  const services = servicesOf(documents)
  const routed = services.filter((s) => s.forwarding !== 'dr' || s.masqFallback)
  const isNat = advancedOf(documents).autoNat !== 'off'
  const settings: [key: string, value: 0 | 1][] = [
    // A halted server's clients are told at once, not left hanging.
    ['net/ipv4/vs/expire_nodest_conn', 1],
    // Clients of a drained server stay with it.
    ['net/ipv4/vs/expire_quiescent_template', 0],
    ['net/ipv4/vs/conntrack', services.some(changesSource) ? 1 : 0],
    // The fallback page's server starts before an address is up.
    ['net/ipv4/ip_nonlocal_bind', 1],
    ['net/ipv6/ip_nonlocal_bind', 1],
    ...(routed.some((s) => !isIPv6(s.address)) || isNat ? forwarding4(facts) : []),
    ...(routed.some((s) => isIPv6(s.address)) ? FORWARDING6 : []),
  ]
  return settings.map(([key, value]) => own(`${key} = ${value}`))
}

const changesSource = (service: Service): boolean => service.forwarding === 'snat' || service.masqFallback

const FORWARDING6: [string, 1][] = [['net/ipv6/conf/all/forwarding', 1]]

/** Redirects would tell servers to answer past the appliance, and clients would not know the answer (MR-09). */
const forwarding4 = (facts: Facts): [string, 0 | 1][] => [
  ['net/ipv4/ip_forward', 1],
  ['net/ipv4/conf/all/send_redirects', 0],
  ...facts.interfaces
    .filter((i) => i.name !== 'lo')
    .map((i): [string, 0] => [`net/ipv4/conf/${i.name}/send_redirects`, 0]),
]

/** What a rendered file says. */
export const sysctlsIn = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split('\n').flatMap((line) => {
      const found = /^(\S+) = (\S+)$/.exec(line)
      return found?.[1] && found[2] ? [[found[1], found[2]] as const] : []
    }),
  )
