// How often each area's items were changed: tells what somebody read of them before from what is stored now.
import type { AreaName } from '../model/document.ts'
import { AREAS } from '../model/document.ts'
import type { Editions } from '../protocol/console.ts'
import { publish } from './bus.ts'
import { shared } from './shared.ts'

/** Begins with the moment of the start, so that no number means two things on the two sides of a restart. */
const counts = () => shared('editions', () => ({ begun: Date.now(), of: new Map<AreaName, number>() }))

export const editionOf = (area: AreaName): number => counts().of.get(area) ?? counts().begun

export const editions = (): Editions =>
  Object.fromEntries(AREAS.map((area) => [area, editionOf(area)])) as Editions

/** To be called when a change is stored, never before: everybody's lists read the area again. */
export function itemsChanged(area: AreaName): void {
  const edition = editionOf(area) + 1
  counts().of.set(area, edition)
  publish({ type: 'items', area, edition })
}
