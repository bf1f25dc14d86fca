// server-state: Drain, Halt and Online. It lives beside the generations: no file says it, no commit or roll-back touches it.
import type { Room } from '../define.ts'
import { serverState } from './schema.ts'

export const serverStates: Room = {
  name: 'server-state',
  title: 'Drain, Halt, Online',
  version: 1,
  commit: 'save',
  apart: true,
  button: 'Apply now',
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
