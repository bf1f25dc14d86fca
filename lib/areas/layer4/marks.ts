// The mark by which the kernel knows a service of several ports: the same for the same item, whatever stands beside it.
import { digestOf } from '../../model/document.ts'

/** Marks below are left to others' firewall rules. */
const FIRST = 0x0100_0000
const LAST = 0x7fff_ffff

/** By the item's id. Two that would have the same are told apart in the order of their ids. */
export function marksOf(ids: readonly string[]): ReadonlyMap<string, number> {
  const marks = new Map<string, number>()
  const taken = new Set<number>()
  for (const id of [...ids].sort()) {
    let mark = FIRST + (Number.parseInt(digestOf(id).slice(0, 8), 16) % (LAST - FIRST))
    while (taken.has(mark)) mark = mark === LAST ? FIRST : mark + 1
    taken.add(mark)
    marks.set(id, mark)
  }
  return marks
}
