// fallback: the page that stands in where no server is left.
import { type Room, reloadOnChange } from '../define.ts'
import { listenerRules } from '../listeners.ts'
import { observeWeb } from '../web-observe.ts'
import { render } from './render.ts'
import { listener } from './schema.ts'

export const fallback: Room = {
  name: 'fallback',
  title: 'Fallback Page',
  version: 1,
  commit: 'save',
  kinds: [listener],
  units: ['fallback'],
  owns: ['fallback'],
  upgrade: (document) => document,
  verify: listenerRules('fallback'),
  render,
  apply: reloadOnChange('fallback'),
  observe: (_documents, files, raw) => observeWeb('fallback', files, raw),
}
