// The stored items of an area, for names and links; empty until they are there.
import type { AreaName } from '../../lib/model/document.ts'
import type { StoredItem } from '../../lib/protocol/console.ts'
import { useItems } from '../live/Live.tsx'

const none: readonly StoredItem[] = []

export const useItemsSeen = (area: AreaName): readonly StoredItem[] => useItems(area).view?.items ?? none
