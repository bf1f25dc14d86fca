// fallback: the page that stands in where no server is left.
import { aboutOf } from '../about.ts'
import { type Room, reloadOnChange } from '../define.ts'
import { listenerRules } from '../listeners.ts'
import { observe } from './observe.ts'
import { page } from './page.ts'
import { render } from './render.ts'
import { listener } from './schema.ts'
import { verify } from './verify.ts'

export const fallback: Room = {
  ...aboutOf('fallback'),
  version: 1,
  kinds: [listener, page],
  units: ['fallback'],
  owns: ['fallback'],
  upgrade: (document) => document,
  verify: [...listenerRules('fallback'), ...verify],
  render,
  apply: reloadOnChange('fallback'),
  observe,
}
