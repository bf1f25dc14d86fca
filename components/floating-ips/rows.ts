// One row for each address that this appliance brings up: who uses it, and where it is now. Pure.
import { isLoopback, isWildcard } from '../../lib/model/address.ts'
import type { Item } from '../../lib/model/document.ts'
import type { Facts } from '../../lib/model/facts.ts'
import type { ItemsView, StoredItem } from '../../lib/protocol/console.ts'
import type { ServiceArea } from '../area/services.ts'
import type { Look } from '../overview/states.ts'
import { compareAddresses } from '../ui/sort.ts'

export interface Use {
  area: ServiceArea
  item: Item
}
export interface AddressRow {
  key: string
  address: string
  /** Of the extra list; null where only services bring it up. */
  listed: StoredItem | null
  /** What keeps it down; null where nothing does. */
  disabled: StoredItem | null
  usedBy: Use[]
  /** The interface that holds it now; null where none does, or nobody could say. */
  on: string | null
  look: Look
}

interface Known {
  floating: ItemsView
  services: Record<ServiceArea, ItemsView>
}

const isService = (i: Item): boolean => i.kind === 'virtual-service' && !i.draft
const addressOf = (item: Item): string => String(item.data.address ?? '')

/** Those the machine had before us: no floating IPs, whoever uses them. */
export const ownAddress = (facts: Facts | null, address: string): string | undefined =>
  facts?.interfaces.find((i) => i.addresses.some((a) => a.address === address && !a.ours))?.name

export function addressRows({ floating, services }: Known): AddressRow[] {
  const { facts } = floating
  const itemsBy = (kind: string) =>
    new Map(floating.items.filter((i) => i.kind === kind).map((i) => [addressOf(i), i]))
  const [listed, disabled] = [itemsBy('floating-ip'), itemsBy('disabled-address')]
  const uses = usesOf(services)
  const wanted = [...uses.keys()].filter(
    (a) => !isWildcard(a) && !isLoopback(a) && ownAddress(facts, a) === undefined,
  )
  const all = new Set([...listed.keys(), ...disabled.keys(), ...wanted])
  return [...all].sort(compareAddresses).map((address) => {
    const row = {
      key: address,
      address,
      listed: listed.get(address) ?? null,
      disabled: disabled.get(address) ?? null,
      usedBy: uses.get(address) ?? [],
      on: holderOf(facts, address),
    }
    return { ...row, look: lookOf(row, facts, isApplied(row, floating, services)) }
  })
}

/** Services by their addresses, in the order of the lists. */
function usesOf(services: Record<ServiceArea, ItemsView>): Map<string, Use[]> {
  const uses = new Map<string, Use[]>()
  for (const area of ['layer4', 'layer7'] as const)
    for (const item of services[area].items.filter(isService)) {
      const address = addressOf(item)
      uses.set(address, [...(uses.get(address) ?? []), { area, item }])
    }
  return uses
}

const holderOf = (facts: Facts | null, address: string): string | null =>
  facts?.interfaces.find((i) => i.addresses.some((a) => a.address === address))?.name ?? null

type Found = Omit<AddressRow, 'look'>

/** Whether what runs wants it up. */
function isApplied({ address, listed, usedBy }: Found, floating: ItemsView, services: Known['services']) {
  const isIn = (view: ItemsView, id: string) => {
    const applied = view.applied?.[id]
    return applied !== undefined && addressOf(applied) === address
  }
  return (
    (listed !== null && isIn(floating, listed.id)) ||
    usedBy.some(({ area, item }) => isIn(services[area], item.id))
  )
}

function lookOf({ disabled, on }: Found, facts: Facts | null, applied: boolean): Look {
  if (!facts) return { shape: 'unknown', word: 'Unknown' }
  if (disabled) return on ? { shape: 'waiting', word: 'Still up' } : { shape: 'halted', word: 'Disabled' }
  if (on) return { shape: 'ok', word: 'Up' }
  return applied ? { shape: 'fail', word: 'Down' } : { shape: 'waiting', word: 'Not running' }
}
