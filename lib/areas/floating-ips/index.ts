// floating-ips: the addresses this appliance brings up, derived from the services and an extra list.
import type { Room } from '../define.ts'
import { observe } from './observe.ts'
import { apply, render } from './render.ts'
import { disabledAddress, floatingIp } from './schema.ts'
import { verify } from './verify.ts'

export const floatingIps: Room = {
  name: 'floating-ips',
  title: 'Floating IPs',
  version: 1,
  commit: 'save',
  kinds: [floatingIp, disabledAddress],
  units: [],
  owns: ['floating-ips'],
  upgrade: (document) => document,
  verify,
  render,
  apply,
  observe,
}
