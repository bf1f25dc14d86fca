// front: the web server before the console, which gives TLS, HTTP/2 and the headers.
import { aboutOf } from '../about.ts'
import { type Room, reloadOnChange } from '../define.ts'
import { listenerRules } from '../listeners.ts'
import { observeWeb } from '../web-observe.ts'
import { render } from './render.ts'
import { listener } from './schema.ts'

export const front: Room = {
  ...aboutOf('front'),
  version: 1,
  kinds: [listener],
  units: ['front'],
  owns: ['front'],
  upgrade: (document) => document,
  verify: listenerRules('front'),
  render,
  apply: reloadOnChange('front'),
  observe: (_documents, files, raw) => observeWeb('front', files, raw),
}
