// Items over the API: the very actions of the forms, with the revision in ETag and If-Match.
import type { ActionResult, StoredItem } from '../../protocol/console.ts'
import type { Endpoint } from '../../protocol/v1-endpoint.ts'
import { API, type ApiItem } from '../../protocol/v1-shapes.ts'
import { removeAs, saveAs } from '../actions.ts'
import { listItems } from '../items.ts'
import type { Asked, Handler, Reply } from './asked.ts'
import { ApiProblem } from './problem.ts'

type Refused = Extract<ActionResult, { ok: false }>

function ofEndpoint({ of }: Endpoint) {
  if (!of) throw new Error('no endpoint of items')
  return { area: of.room.name, kind: of.kind }
}

const isOf = (item: StoredItem, endpoint: Endpoint): boolean => item.kind === ofEndpoint(endpoint).kind.name

function viewOf(item: StoredItem, endpoint: Endpoint): ApiItem {
  const { area, kind } = ofEndpoint(endpoint)
  const named = 'label' in kind.schema.shape ? { label: item.label } : {}
  return {
    ...{ id: item.id, area, kind: item.kind, parent: item.parent === area ? null : item.parent },
    ...{
      position: item.position,
      draft: item.draft ?? false,
      rev: item.rev,
      values: { ...named, ...item.data },
    },
  }
}

async function storedItem({ endpoint, path }: Asked): Promise<StoredItem> {
  const { area } = ofEndpoint(endpoint)
  const found = (await listItems(area)).find((i) => i.id === path.id && isOf(i, endpoint))
  if (!found) throw new ApiProblem('NOT_THERE', 'There is no such item. It may have been deleted.')
  return found
}

const one = (item: StoredItem, endpoint: Endpoint, status = 200): Reply => ({
  status,
  body: viewOf(item, endpoint),
  headers: { etag: `"${item.rev}"` },
})

export const list: Handler = async ({ endpoint, query }) => ({
  body: (await listItems(ofEndpoint(endpoint).area))
    .filter((i) => isOf(i, endpoint))
    .filter((i) => query.parent === undefined || i.parent === query.parent)
    .filter((i) => query.label === undefined || i.label === query.label)
    .map((i) => viewOf(i, endpoint)),
})

export const read: Handler = async (asked) => one(await storedItem(asked), asked.endpoint)

export const create: Handler = async (asked) => {
  const { endpoint, caller } = asked
  const { area, kind } = ofEndpoint(endpoint)
  const { parent = area, values } = asked.body as { parent?: string; values: Record<string, unknown> }
  const saved = await saveAs(caller, { area, kind: kind.name, parent, values })
  if (!saved.ok) throw refused(saved)
  const item = await storedItem({ ...asked, path: { id: saved.id } })
  const reply = one(item, endpoint, 201)
  return { ...reply, headers: { ...reply.headers, location: `${API}${endpoint.path}/${saved.id}` } }
}

/** As JSON Merge Patch has it: what is not named stays, null empties a field. */
export const change: Handler = async (asked) => {
  const { endpoint, caller, rev } = asked
  const { area, kind } = ofEndpoint(endpoint)
  const item = await storedItem(asked)
  const given = {
    ...viewOf(item, endpoint).values,
    ...(asked.body as { values: Record<string, unknown> }).values,
  }
  const values = Object.fromEntries(Object.entries(given).filter(([, v]) => v !== null))
  const saved = await saveAs(caller, { area, kind: kind.name, parent: item.parent, values, id: item.id, rev })
  if (!saved.ok) throw refused(saved)
  return one(await storedItem(asked), endpoint)
}

export const remove: Handler = async (asked) => {
  const { endpoint, caller, rev } = asked
  const { area } = ofEndpoint(endpoint)
  const { id } = await storedItem(asked)
  const removed = await removeAs(caller, { area, id, rev: rev ?? -1 })
  if (!removed.ok) throw refused(removed)
  return { status: 204 }
}

function refused({ message, problems = [], conflict, theirs }: Refused): ApiProblem {
  if (problems.length) return new ApiProblem('INVALID', message, { problems })
  if (conflict && theirs && !theirs.deleted) return new ApiProblem('CHANGED', message)
  return new ApiProblem(conflict ? 'NOT_THERE' : 'REFUSED', message)
}
