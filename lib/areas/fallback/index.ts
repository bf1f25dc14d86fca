// fallback: placeholder while the room is built.
import type { Room } from '../define.ts'

export const fallback: Room = {
  name: 'fallback',
  title: 'fallback',
  version: 1,
  commit: 'save',
  kinds: [],
  units: [],
  owns: ['fallback'],
  upgrade: (document) => document,
  verify: [],
  render: () => [],
  apply: () => [],
  observe: () => ({ rows: [], differences: [] }),
}
