// floating-ips: placeholder while the room is built.
import type { Room } from '../define.ts'

export const floatingIps: Room = {
  name: 'floating-ips',
  title: 'floating-ips',
  version: 1,
  commit: 'save',
  kinds: [],
  units: [],
  owns: ['floating-ips'],
  upgrade: (document) => document,
  verify: [],
  render: () => [],
  apply: () => [],
  observe: () => ({ rows: [], differences: [] }),
}
