// Layer 7: virtual services and real servers, moved by HAProxy.
import { aboutOf } from '../about.ts'
import type { Room } from '../define.ts'
import { apply } from './apply.ts'
import { observe } from './observe.ts'
import { render } from './render.ts'
import { realServer, virtualService } from './schema.ts'
import { verify } from './verify.ts'

export const layer7: Room = {
  ...aboutOf('layer7'),
  version: 1,
  kinds: [virtualService, realServer],
  units: ['haproxy'],
  owns: ['haproxy'],
  upgrade: (document) => document,
  verify,
  render,
  apply,
  observe,
}
