// The API's endpoints of items: five for every kind of every area, from the schemas that forms use.
import { z } from 'zod'
import type { Kind, Room } from '../areas/define.ts'
import { type Answer, type Endpoint, get, ok } from './v1-endpoint.ts'
import { apiItem, values } from './v1-shapes.ts'

/** List, read, create, change and delete, for every kind of every area. */
export function endpointsOf(room: Room, kind: Kind): Endpoint[] {
  const path = `/areas/${room.name}/${kind.name}`
  const name = `${room.name}.${kind.name}`
  const what = `${kind.title} of ${room.title}`
  const item = apiItem.extend({ values: kind.schema })
  const parent =
    kind.parent === null ? {} : { parent: z.string().meta({ description: `The id of its ${kind.parent}.` }) }
  const fields = Object.fromEntries(
    Object.entries(kind.schema.shape).map(([field, s]) => [field, (s as z.ZodType).nullable().optional()]),
  )
  const created: Answer = { status: 201, description: 'Saved.', schema: item, etag: true }
  const one: Answer = { ...ok('The item.', item), etag: true }
  const of = { room, kind }
  return [
    {
      ...get(
        `${name}.list`,
        path,
        'settings',
        `Every ${what}.`,
        z.array(item),
        z.strictObject({ parent: z.string().optional(), label: z.string().optional() }),
      ),
      of,
    },
    {
      ...{
        id: `${name}.create`,
        method: 'POST',
        path,
        right: 'configure',
        summary: `Adds one: ${what}.`,
        of,
      },
      ...{
        body: z.strictObject({ parent: z.string().optional(), values }),
        bodyDoc: z.strictObject({ ...parent, values: kind.schema }),
      },
      answers: [created],
    },
    { ...get(`${name}.read`, `${path}/{id}`, 'settings', `One: ${what}.`, item), answers: [one], of },
    {
      ...{
        id: `${name}.change`,
        method: 'PATCH',
        path: `${path}/{id}`,
        right: 'configure',
        ifMatch: true,
        of,
      },
      ...{
        summary: `Changes fields; null empties one: ${what}.`,
        body: z.strictObject({ values }),
        bodyDoc: z.strictObject({ values: z.strictObject(fields) }),
      },
      answers: [one],
    },
    {
      ...{
        id: `${name}.remove`,
        method: 'DELETE',
        path: `${path}/{id}`,
        right: 'configure',
        ifMatch: true,
        of,
      },
      ...{
        summary: `Deletes one, and all below it: ${what}.`,
        answers: [{ status: 204, description: 'Deleted.' }],
      },
    },
  ]
}
