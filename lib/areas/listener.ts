// Where one of the appliance's own web servers listens: the fields that the items of front and fallback share.
import { z } from 'zod'
import { ipAddress, port } from '../model/address.ts'
import { field } from '../model/fields.ts'

/** Its addresses, and its port, which is `preset` unless said otherwise. `name`: whose they are, where labels alone do not tell. */
export const listenerFields = (preset: number, section: string, name = '') => ({
  addresses: field(z.array(ipAddress()).min(1, 'Give at least one address.').max(64), {
    label: `${name}IP Addresses`,
    help: 'The addresses of this appliance that it answers on. 0.0.0.0 and :: stand for all of IPv4 and all of IPv6.',
    kind: 'addresses',
    section,
    hint: 'IP addresses, separated by commas.',
  }),
  port: field(port().default(preset), {
    label: `${name}Port`,
    help: 'The TCP port it answers on.',
    kind: 'port',
    section,
  }),
})
