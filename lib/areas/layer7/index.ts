// layer7: placeholder while the room is built.
import type { Room } from '../define.ts'

export const layer7: Room = {
  name: 'layer7',
  title: 'layer7',
  version: 1,
  commit: 'save',
  kinds: [],
  units: [],
  owns: ['layer7'],
  upgrade: (document) => document,
  verify: [],
  render: () => [],
  apply: () => [],
  observe: () => ({ rows: [], differences: [] }),
}
