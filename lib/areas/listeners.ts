// The listeners of the appliance's own web servers, as their documents have them, and the rules they keep.
import type { Documents } from '../model/document.ts'
import { problem } from '../model/errors.ts'
import { busyOn } from './addresses.ts'
import { at, itemsOf, type Rule, type Typed } from './define.ts'
import { listener as fallback } from './fallback/schema.ts'
import { listener as front } from './front/schema.ts'

const kinds = { front, fallback }
export type WebArea = keyof typeof kinds

type Listener<A extends WebArea> = Typed<(typeof kinds)[A]['schema']>

export const listenersIn = <A extends WebArea>(documents: Documents, area: A): Listener<A>[] =>
  itemsOf<(typeof kinds)[WebArea]['schema']>(documents[area], kinds[area]) as Listener<A>[]

/** The rules of an area that has a listener. */
export function listenerRules(area: WebArea): Rule[] {
  const addressesDiffer: Rule = (documents) =>
    listenersIn(documents, area).flatMap((l) =>
      [...new Set(l.addresses.filter((a, i) => l.addresses.indexOf(a) !== i))].map((address) =>
        problem('ADDRESS_TWICE', at(area, l.item.id, 'addresses'), { address }),
      ),
    )
  const portIsFree: Rule = (documents, facts) =>
    listenersIn(documents, area).flatMap((l) =>
      l.addresses
        .flatMap((address) => busyOn(facts, address, [[l.port, l.port]]))
        .slice(0, 1)
        .map((values) => problem('PORT_HELD', at(area, l.item.id, 'port'), values)),
    )
  return [addressesDiffer, portIsFree]
}
