// The demo's services in the console: added, committed, found again and deleted by what a user could do as well.
import { isEnd } from '../../../lib/protocol/is-end.ts'
import { Plain, say, sleep, until } from '../tools.ts'
import type { Console } from './console.ts'
import { BRIDGE, type DemoService, SERVICES } from './services.ts'

const AREA = 'layer7'

/** A commit of ours would make changes of somebody else run that still wait: then nothing is done. Throws `Plain`. */
export async function refuseOthersChanges(console: Console): Promise<void> {
  const { items } = await console.items()
  const { pending } = await console.hello()
  const ours = new Set(items.filter((i) => isOurs(i, items)).map((i) => i.id))
  const others = pending.changes.filter((c) => c.area === AREA && !ours.has(c.item) && !isOurLabel(c.label))
  if (others.length)
    throw new Plain(
      `Changes wait in the console (${others.map((c) => c.label).join(', ')}). Apply or undo them first: the demo commits too.`,
    )
}

/** Adds what is missing, and commits if that was anything. */
export async function addServices(console: Console): Promise<void> {
  await knowsBridge(console)
  const { items } = await console.items()
  let added = 0
  for (const service of SERVICES) added += await complete(console, service, items)
  const { pending } = await console.hello()
  if (added || pending.areas.includes(AREA)) await commit(console)
}

/** The console's rules ask for the bridge's network; the agent sees it a moment after it is there. */
async function knowsBridge(console: Console): Promise<void> {
  const sees = async () =>
    (await console.items()).facts?.interfaces.some((i) => i.name === BRIDGE && i.addresses.length > 0) ===
    true
  if (!(await until(sees, 15_000, 500))) throw new Plain('The agent does not see the demo’s network.')
}

/** How many items were missing of a service and its servers, and are there now. */
async function complete(console: Console, service: DemoService, items: readonly Labelled[]): Promise<number> {
  const { label, address, ports, more, servers } = service
  const there = items.find((i) => i.kind === 'virtual-service' && i.label === label)
  if (there && !isOurs(there, items))
    throw new Plain(`There is a service ${label} already. Rename it before the demo.`)
  const values = { label, address, ports, ...more }
  const parent =
    there?.id ?? (await console.act('save', { area: AREA, kind: 'virtual-service', parent: AREA, values })).id
  const missing = servers.filter((s) => !items.some((i) => i.parent === parent && i.label === s.label))
  for (const server of missing)
    await console.act('save', { area: AREA, kind: 'real-server', parent, values: { ...server } })
  return missing.length + (there ? 0 : 1)
}

/** Deletes the demo's services with their servers, and commits. */
export async function removeServices(console: Console): Promise<void> {
  await refuseOthersChanges(console)
  const { items, applied } = await console.items()
  const ours = items.filter((i) => i.kind === 'virtual-service' && isOurs(i, items))
  for (const { id, rev } of ours) await console.act('remove', { area: AREA, id, rev })
  const run = Object.values(applied ?? {}).some((i) => isOurs(i, Object.values(applied ?? {})))
  if (ours.length || run) await commit(console)
  if (ours.length) say(`Deleted ${ours.map((i) => i.label).join(', ')}`)
}

interface Labelled {
  id: string
  kind: string
  parent: string
  label: string
  data: Record<string, unknown>
}

/** A service of the demo by label and address, whoever changed it since; or a server of one. */
const isOurs = (item: Labelled, all: readonly Labelled[]): boolean => {
  const top = item.kind === 'virtual-service' ? item : all.find((i) => i.id === item.parent)
  return SERVICES.some((s) => s.label === top?.label && s.address === top.data.address)
}

/** Items that were deleted already are known by their label alone. */
const isOurLabel = (label: string): boolean =>
  SERVICES.some((s) => s.label === label || s.servers.some((server) => server.label === label))

async function commit(console: Console): Promise<void> {
  const { job } = await startWhenFree(console)
  const { failure, progress } = await console.ended(job)
  if (failure === null && progress.find(isEnd)?.type === 'applied') return
  throw new Plain('The commit did not go through; Commit changes in the console says why.')
}

/** Another commit may be under way: it is waited for. */
async function startWhenFree(console: Console): Promise<{ job: string }> {
  for (let tries = 0; ; tries++)
    try {
      return await console.act('commit', [AREA])
    } catch (e) {
      if (tries === 10 || !(e instanceof Plain)) throw e
      await sleep(1000)
    }
}
