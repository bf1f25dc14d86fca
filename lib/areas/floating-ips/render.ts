// floating-ips/addresses.json: every address to bring up and where, from the services and the extra list.
import { z } from 'zod'
import type { Documents } from '../../model/document.ts'
import type { Facts } from '../../model/facts.ts'
import type { RenderedFile } from '../../model/file.ts'
import type { Step } from '../../model/step.ts'
import { interfaceFor } from '../addresses.ts'
import { at, itemsOf } from '../define.ts'
import { servicesOf as layer4Services } from '../layer4/services.ts'
import { virtualService } from '../layer7/schema.ts'
import { fileOf, from, type Line, own } from '../lines.ts'
import { disabledAddress, floatingIp } from './schema.ts'

const FILE = 'floating-ips/addresses.json'
const contents = z.array(z.strictObject({ address: z.string(), interface: z.string() }))
export type Placed = z.infer<typeof contents>[number]

/** Addresses that somebody took down; they stay so whoever uses them. */
export const disabledIn = (documents: Documents): ReadonlySet<string> =>
  new Set(itemsOf(documents['floating-ips'], disabledAddress).map((d) => d.address))

/** One line for each address that is not there already; no file where there is none. */
export function render(documents: Documents, facts: Facts): RenderedFile[] {
  const wanted = [
    ...itemsOf(documents['floating-ips'], floatingIp).map((i) => ({ ...i, area: 'floating-ips' as const })),
    ...layer4Services(documents).map((i) => ({ ...i, area: 'layer4' as const })),
    ...itemsOf(documents.layer7, virtualService).map((i) => ({ ...i, area: 'layer7' as const })),
  ]
  const interfaceOf = interfaceFor(facts)
  const disabled = disabledIn(documents)
  const lines = new Map<string, Line>()
  for (const { address, area, item } of wanted) {
    const on = interfaceOf(address)
    if (on && !disabled.has(address) && !lines.has(address))
      lines.set(address, from(at(area, item.id, 'address'), JSON.stringify({ address, interface: on })))
  }
  return lines.size ? [fileOf(FILE, [own('['), ...commas([...lines.values()]), own(']')])] : []
}

const commas = (lines: Line[]): Line[] =>
  lines.map((l, i) => ({ ...l, text: `  ${l.text}${i < lines.length - 1 ? ',' : ''}` }))

/** What a rendered file says. */
export function placedIn(files: readonly RenderedFile[]): Placed[] {
  const file = files.find((f) => f.path === FILE)
  return file ? contents.parse(JSON.parse(file.content)) : []
}

const missingFrom = (a: readonly Placed[], b: readonly Placed[]): Placed[] =>
  a.filter((x) => !b.some((y) => y.address === x.address && y.interface === x.interface))

/** Addresses to bring up and to take away. */
export function apply(before: readonly RenderedFile[], after: readonly RenderedFile[]): Step[] {
  const [was, is] = [placedIn(before), placedIn(after)]
  return [
    ...missingFrom(is, was).map((p): Step => ({ do: 'add-address', ...p })),
    ...missingFrom(was, is).map((p): Step => ({ do: 'remove-address', ...p })),
  ]
}
