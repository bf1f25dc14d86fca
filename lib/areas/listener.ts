// Where one of the appliance's own web servers listens: the kind of item that front and fallback share.
import { z } from 'zod'
import { ipAddress, port } from '../model/address.ts'
import { field } from '../model/fields.ts'
import type { Kind } from './define.ts'

/** The listener of one web server, on `preset` unless said otherwise. */
export const listenerKind = (preset: number) =>
  ({
    name: 'listener',
    title: 'Listener',
    parent: null,
    schema: z.strictObject({
      addresses: field(z.array(ipAddress()).min(1, 'Give at least one address.').max(64), {
        label: 'IP Addresses',
        help: 'The addresses of this appliance that it answers on. 0.0.0.0 and :: stand for all of IPv4 and all of IPv6.',
        kind: 'text',
        section: 'Listener',
      }),
      port: field(port().default(preset), {
        label: 'Port',
        help: 'The TCP port it answers on.',
        kind: 'port',
        section: 'Listener',
      }),
    }),
  }) satisfies Kind
