// front: placeholder while the room is built.
import type { Room } from '../define.ts'

export const front: Room = {
  name: 'front',
  title: 'front',
  version: 1,
  commit: 'save',
  kinds: [],
  units: [],
  owns: ['front'],
  upgrade: (document) => document,
  verify: [],
  render: () => [],
  apply: () => [],
  observe: () => ({ rows: [], differences: [] }),
}
