// Test this check now: the service with the values of a form, checked by its schema, and one stored server, handed to the agent.

import type { z } from 'zod'
import { checkValues } from '../areas/check.ts'
import { valuesOf } from '../areas/define.ts'
import { roomOf } from '../areas/index.ts'
import { realServer, virtualService } from '../areas/layer7/schema.ts'
import type { Document, Item } from '../model/document.ts'
import { describeFields } from '../model/fields.ts'
import type { Tried, tryInput } from '../protocol/try-check.ts'
import { ask } from './agent.ts'
import { listItems } from './items.ts'

/** What came back, or in a whole sentence why nothing was tried. Throws `AgentAway`. */
export async function tryCheckOf(input: z.output<typeof tryInput>): Promise<Tried | { error: string }> {
  const room = roomOf('layer7')
  const problems = checkValues(room, virtualService, input.values, input.service)
  if (problems[0]) return { error: `${fieldTitle(problems[0].path.field)}: ${problems[0].message}` }
  const items = await listItems('layer7')
  const service = items.find((i) => i.id === input.service && i.kind === virtualService.name)
  const server = items.find((i) => i.id === input.server && i.parent === input.service)
  if (!service || !server) return { error: 'It was deleted meanwhile.' }
  const wrong = checkValues(room, realServer, valuesOf(server, realServer), server.id)
  if (wrong[0]) return { error: `${server.label}: ${wrong[0].message}` }
  const { label, ...data } = virtualService.schema.parse(input.values)
  const document: Document = {
    area: 'layer7',
    version: room.version,
    items: [plain({ ...service, label, data }), plain(server)],
  }
  return ask('try-check', { document, server: server.id })
}

/** As documents have it: a draft's check can be tried as any other. */
const plain = ({ id, kind, parent, label, position, data }: Item): Item => ({
  ...{ id, kind, parent, label, position, data },
})

const fieldTitle = (name: string | undefined): string =>
  describeFields(virtualService.schema).find((f) => f.name === name)?.label ?? 'The form'
