// Layer 4: virtual services and real servers, moved by the kernel's IPVS and watched by keepalived.
import { aboutOf } from '../about.ts'
import { type Room, reloadOnChange } from '../define.ts'
import { observe } from './observe.ts'
import { render } from './render.ts'
import { realServer, virtualService } from './schema.ts'
import { advanced } from './schema-advanced.ts'
import { verify } from './verify.ts'

export const layer4: Room = {
  ...aboutOf('layer4'),
  version: 1,
  kinds: [virtualService, realServer, advanced],
  units: ['layer4'],
  owns: ['layer4'],
  upgrade: (document) => document,
  verify,
  render,
  apply: reloadOnChange('layer4'),
  observe,
}
