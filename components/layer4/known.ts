// The Layer 4 services that run, as their room reads them: for the names behind the kernel's keys. Pure.
import { roomOf } from '../../lib/areas/index.ts'
import { type Service, servicesOf } from '../../lib/areas/layer4/services.ts'
import { withDocuments } from '../../lib/areas/plan.ts'
import { emptyDocuments } from '../../lib/model/document.ts'
import type { ItemsView } from '../../lib/protocol/console.ts'

/** Those that are applied; none while nobody could say. */
export function appliedServices(view: ItemsView | null): readonly Service[] {
  const items = Object.values(view?.applied ?? {})
  const none = emptyDocuments((area) => roomOf(area).version)
  return servicesOf(withDocuments(none, [{ ...none.layer4, items }]))
}
