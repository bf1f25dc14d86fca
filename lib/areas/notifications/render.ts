// notifications/notifications.json: who is told of what. No daemon reads it; the agent itself does.
import { z } from 'zod'
import type { Documents } from '../../model/document.ts'
import type { RenderedFile } from '../../model/file.ts'
import { at, itemsOf } from '../define.ts'
import { fileOf, from, own } from '../lines.ts'
import { type NotificationSettings, notificationSettings } from './schema.ts'
import { splitAddresses } from './texts.ts'

const FILE = 'notifications/notifications.json'

/** What the file says. */
const contents = z.strictObject({
  relay: z.string(),
  relayPort: z.int(),
  sender: z.string(),
  recipients: z.string(),
  webhook: z.string(),
  services: z.boolean(),
  servers: z.boolean(),
})
const FIELDS = Object.keys(contents.shape) as (keyof NotificationSettings)[]

export function render(documents: Documents): RenderedFile[] {
  const [settings] = itemsOf(documents.notifications, notificationSettings)
  if (!settings) return []
  const lines = FIELDS.map((name, i) =>
    from(
      at('notifications', settings.item.id, name),
      `  ${JSON.stringify(name)}: ${JSON.stringify(settings[name])}${i < FIELDS.length - 1 ? ',' : ''}`,
    ),
  )
  return [fileOf(FILE, [own('{'), ...lines, own('}')])]
}

/** Where notifications go, and for what. */
export interface Targets {
  mail: { host: string; port: number; from: string; to: string[] } | null
  webhook: string | null
  services: boolean
  servers: boolean
}

export const NO_TARGETS: Targets = { mail: null, webhook: null, services: false, servers: false }

/** What rendered files say of notifications. */
export function targetsIn(files: readonly RenderedFile[]): Targets {
  const file = files.find((f) => f.path === FILE)
  if (!file) return NO_TARGETS
  const { relay, relayPort, sender, recipients, webhook, services, servers } = contents.parse(
    JSON.parse(file.content),
  )
  const to = splitAddresses(recipients)
  const mail = relay && sender && to.length ? { host: relay, port: relayPort, from: sender, to } : null
  return { mail, webhook: webhook || null, services, servers }
}
