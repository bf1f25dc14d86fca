// floating-ips: the addresses this appliance brings up, derived from the services and an extra list.
import { aboutOf } from '../about.ts'
import type { Room } from '../define.ts'
import { observe } from './observe.ts'
import { apply, render } from './render.ts'
import { disabledAddress, floatingIp } from './schema.ts'
import { verify } from './verify.ts'

export const floatingIps: Room = {
  ...aboutOf('floating-ips'),
  version: 1,
  kinds: [floatingIp, disabledAddress],
  units: [],
  owns: ['floating-ips'],
  upgrade: (document) => document,
  verify,
  render,
  apply,
  observe,
}
