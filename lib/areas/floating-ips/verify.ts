// What must hold for addresses of the extra list: they lie in a network of the machine, each once.
import { problem } from '../../model/errors.ts'
import { hostProblems } from '../addresses.ts'
import { at, itemsOf, type Rule } from '../define.ts'
import { virtualService as layer4Service } from '../layer4/schema.ts'
import { virtualService as layer7Service } from '../layer7/schema.ts'
import { disabledIn } from './render.ts'
import { floatingIp } from './schema.ts'

const addressLiesInANetwork: Rule = (documents, facts) => {
  const problemsOf = hostProblems(facts)
  return itemsOf(documents['floating-ips'], floatingIp).flatMap((f) =>
    problemsOf(f.address).map(([code, values]) =>
      problem(code, at('floating-ips', f.item.id, 'address'), values),
    ),
  )
}

const addressesDiffer: Rule = (documents) =>
  itemsOf(documents['floating-ips'], floatingIp)
    .filter((f, i, all) => all.slice(0, i).some((g) => g.address === f.address))
    .map((f) => problem('ADDRESS_TWICE', at('floating-ips', f.item.id, 'address'), { address: f.address }))

const servicesAreReached: Rule = (documents) => {
  const disabled = disabledIn(documents)
  if (disabled.size === 0) return []
  const services = [
    ...itemsOf(documents.layer4, layer4Service).map((s) => ({ ...s, area: 'layer4' as const })),
    ...itemsOf(documents.layer7, layer7Service).map((s) => ({ ...s, area: 'layer7' as const })),
  ]
  return services
    .filter((s) => disabled.has(s.address))
    .map((s) => problem('ADDRESS_DISABLED', at(s.area, s.item.id, 'address'), { address: s.address }))
}

export const verify: readonly Rule[] = [addressLiesInANetwork, addressesDiffer, servicesAreReached]
