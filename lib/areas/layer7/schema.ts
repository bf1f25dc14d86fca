// What may be said of Layer 7 services: every field with its label, help, limits and default. Long sections stand in files of their own.
import { z } from 'zod'
import { ipAddress, isWildcard, portList } from '../../model/address.ts'
import { field } from '../../model/fields.ts'
import { label } from '../../model/text.ts'
import type { Kind } from '../define.ts'
import { LAYER7_PROTOCOLS } from '../protocols.ts'
import { expectedDown, serverPort, serverWeight } from '../server-fields.ts'
import { checkFields } from './schema-checks.ts'
import { persistenceFields } from './schema-persistence.ts'
import { fallbackFields, httpFields, otherFields } from './schema-traffic.ts'

const VIP = 'Virtual Service'

const virtualServiceSchema = z.strictObject({
  label: field(label(), {
    label: 'Label',
    help: 'The name of this Virtual Service in lists, reports and in HAProxy. It is unique over all Virtual Services.',
    kind: 'text',
    section: VIP,
    hint: 'Letters, digits, dot, underscore, colon and hyphen; it begins with a letter or a digit.',
  }),
  address: field(ipAddress(), {
    label: 'IP Address',
    accessibleName: 'Virtual Service IP Address',
    help: 'The address clients connect to. An address that no interface holds is brought up on this appliance, as long as it lies in one of its networks.',
    kind: 'address',
    section: VIP,
  }),
  ports: field(portList(), {
    label: 'Ports',
    accessibleName: 'Virtual Service Ports',
    help: 'The TCP ports clients connect to: one port, a list separated by commas, a range with a hyphen, or a mix of these.',
    kind: 'ports',
    section: VIP,
    hint: 'One port, a list or a range: 443 or 80,443 or 5011-5025.',
  }),
  protocol: field(z.enum(['http', 'tcp']).default('http'), {
    label: 'Layer 7 Protocol',
    help: 'HTTP Mode reads requests and answers, so that cookies and headers can be used. TCP Mode carries any TCP connection as it is; UDP needs a Layer 4 service.',
    kind: 'select',
    section: 'Protocol',
    options: LAYER7_PROTOCOLS,
  }),
  ...httpFields,
  balance: field(z.enum(['leastconn', 'roundrobin']).default('leastconn'), {
    label: 'Balance Mode',
    help: 'How a new client gets its server. Weighted Least Connections: the one with the fewest open connections for its weight. Weighted Round Robin: one after another, by weight.',
    kind: 'select',
    section: 'Connection Distribution Method',
    modifyOnly: true,
    options: [
      { value: 'leastconn', label: 'Weighted Least Connections' },
      { value: 'roundrobin', label: 'Weighted Round Robin' },
    ],
  }),
  ...persistenceFields,
  ...checkFields,
  ...fallbackFields,
  ...otherFields,
})

export const virtualService = {
  name: 'virtual-service',
  title: 'Virtual Service',
  parent: null,
  schema: virtualServiceSchema,
  /** a fresh service is persistent, by what its protocol can do. */
  presets: (values: Record<string, unknown>) => ({
    persistence: values.protocol === 'tcp' ? 'source' : 'cookie',
    ...values,
  }),
} satisfies Kind

const RIP = 'Real Server'

/** HAProxy takes 0.0.0.0 as a server for "where the client went": the service itself. */
const serverAddress = () => ipAddress().refine((a) => !isWildcard(a), 'A server has one address of its own.')

const realServerSchema = z.strictObject({
  label: field(label(), {
    label: 'Label',
    help: 'The name of this Real Server in lists, reports and in HAProxy. It is unique within its Virtual Service.',
    kind: 'text',
    section: RIP,
    hint: 'Letters, digits, dot, underscore, colon and hyphen; it begins with a letter or a digit.',
  }),
  address: field(serverAddress(), {
    label: 'Real Server IP Address',
    help: 'Where the server is. It may be in any network that a route leads to, and needs no change for this.',
    kind: 'address',
    section: RIP,
  }),
  port: serverPort(),
  reencrypt: field(z.boolean().default(false), {
    label: 'Re-Encrypt to Backend',
    help: 'Connections and checks to this server use TLS. Any certificate of the server is accepted.',
    kind: 'checkbox',
    section: RIP,
  }),
  weight: serverWeight(256),
  expectedDown: expectedDown(),
})

export const realServer = {
  name: 'real-server',
  title: 'Real Server',
  parent: 'virtual-service',
  schema: realServerSchema,
} satisfies Kind
