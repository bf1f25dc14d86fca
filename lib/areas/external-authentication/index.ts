// external-authentication: directories that say who somebody is, and what their groups may do here.
import { aboutOf } from '../about.ts'
import { type Room, reloadOnChange } from '../define.ts'
import { observe } from './observe.ts'
import { render } from './render.ts'
import { directory, groupMap } from './schema.ts'
import { verify } from './verify.ts'

export const externalAuthentication: Room = {
  ...aboutOf('external-authentication'),
  version: 1,
  kinds: [directory, groupMap],
  units: ['login'],
  owns: ['login'],
  upgrade: (document) => document,
  verify,
  render,
  apply: reloadOnChange('login'),
  observe: (_documents, files, raw) => observe(files, raw),
}
