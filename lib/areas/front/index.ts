// front: the web server before the console, which gives TLS, HTTP/2 and the headers.
import type { RenderedFile } from '../../model/file.ts'
import type { Step } from '../../model/step.ts'
import { aboutOf } from '../about.ts'
import { type Room, reloadOnChange } from '../define.ts'
import { listenerRules } from '../listeners.ts'
import { observeWeb } from '../web-observe.ts'
import { render } from './render.ts'
import { listener } from './schema.ts'
import { verify } from './verify.ts'

export const front: Room = {
  ...aboutOf('front'),
  version: 1,
  kinds: [listener],
  units: ['front'],
  owns: ['front'],
  upgrade: (document) => document,
  verify: [...listenerRules('front'), ...verify],
  render,
  apply,
  observe: (_documents, files, raw) => observeWeb('front', files, raw),
}

/** A change of how the console is reached can cut off who makes it. The first start cuts off nobody. */
function apply(before: readonly RenderedFile[], after: readonly RenderedFile[]): Step[] {
  const cuts = before.length > 0 && reachOf(before) !== reachOf(after)
  return [...(cuts ? [{ do: 'arm-undo' } as const] : []), ...reloadOnChange('front')(before, after)]
}

/** What a browser must agree with: addresses, ports, certificate, TLS. The rest of the file may come from another release. */
const reachOf = (files: readonly RenderedFile[]): string =>
  files
    .flatMap((f) => (f.secrets ? [f.content] : f.content.split('\n').filter((line) => REACH.test(line))))
    .join('\n')
const REACH = /^ +(listen|ssl_certificate|ssl_protocols|ssl_ciphers) /
