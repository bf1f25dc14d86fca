// What may be said of floating IPs: addresses that are brought up though no service has them.
import { z } from 'zod'
import { ipAddress } from '../../model/address.ts'
import { field } from '../../model/fields.ts'
import type { Kind } from '../define.ts'

export const floatingIp = {
  name: 'floating-ip',
  title: 'Floating IP',
  parent: null,
  schema: z.strictObject({
    address: field(ipAddress(), {
      label: 'Floating IP',
      help: 'An address that this appliance brings up beside those of its Virtual Services. It lies in one of the appliance’s networks.',
      kind: 'address',
      section: 'Floating IP',
    }),
  }),
} satisfies Kind

export const disabledAddress = {
  name: 'disabled-address',
  title: 'Disabled Floating IP',
  parent: null,
  schema: z.strictObject({
    address: field(ipAddress(), {
      label: 'Disabled Floating IP',
      help: 'An address that is not brought up on this appliance, whoever uses it, until it is enabled again.',
      kind: 'address',
      section: 'Floating IP',
    }),
  }),
} satisfies Kind
