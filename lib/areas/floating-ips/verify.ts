// What must hold for addresses of the extra list: they lie in a network of the machine, each once.
import { problem } from '../../model/errors.ts'
import { hostProblems } from '../addresses.ts'
import { at, itemsOf, type Rule } from '../define.ts'
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

export const verify: readonly Rule[] = [addressLiesInANetwork, addressesDiffer]
