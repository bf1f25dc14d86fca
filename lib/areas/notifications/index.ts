// notifications: whom the agent tells by e-mail and webhook when services go down and come back.
import { aboutOf } from '../about.ts'
import type { Room } from '../define.ts'
import { render } from './render.ts'
import { notificationSettings } from './schema.ts'
import { verify } from './verify.ts'

export const notifications: Room = {
  ...aboutOf('notifications'),
  version: 1,
  kinds: [notificationSettings],
  units: [],
  owns: ['notifications'],
  upgrade: (document) => document,
  verify,
  render,
  // The agent reads the file of the current generation whenever it has something to tell: nothing is to be done.
  apply: () => [],
  observe: () => ({ rows: [], differences: [] }),
}
