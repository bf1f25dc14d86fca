// server-state: Drain, Halt and Online. It lives beside the generations: no file says it, no commit or roll-back touches it.
import { aboutOf } from '../about.ts'
import type { Room } from '../define.ts'
import { serverState } from './schema.ts'

export const serverStates: Room = {
  ...aboutOf('server-state'),
  version: 1,
  apart: true,
  kinds: [serverState],
  units: [],
  owns: [],
  upgrade: (document) => document,
  verify: [],
  render: () => [],
  apply: () => [],
  // What runs is seen in the rows of the servers themselves.
  observe: () => ({ rows: [], differences: [] }),
}
