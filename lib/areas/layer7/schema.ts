// What may be said of Layer 7 services: every field with its label, help, limits and default.
import { z } from 'zod'
import { ipAddress, isWildcard, port, portList } from '../../model/address.ts'
import { field } from '../../model/fields.ts'
import { blank, label, wholeNumber } from '../../model/text.ts'
import type { Kind } from '../define.ts'
import { expectedText, requestTarget, scriptName } from './texts.ts'

const VIP = 'Virtual Service'
const HEALTH = 'Health Checks'

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
    options: [
      { value: 'http', label: 'HTTP Mode' },
      { value: 'tcp', label: 'TCP Mode' },
    ],
  }),
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
  persistence: field(z.enum(['none', 'source', 'cookie']).default('none'), {
    label: 'Persistence Mode',
    help: 'Whether a client comes back to the same server. Source IP: by its address, on all ports of this service, for 30 minutes after its last connection. HTTP Cookie: by a cookie named SERVERID, in HTTP Mode only.',
    kind: 'select',
    section: 'Persistence',
    modifyOnly: true,
    options: [
      { value: 'none', label: 'None' },
      { value: 'source', label: 'Source IP' },
      { value: 'cookie', label: 'HTTP Cookie' },
    ],
  }),
  check: field(z.enum(['connect', 'http-get', 'script', 'none']).default('connect'), {
    label: 'Health Checks',
    help: 'How a server proves every 4 seconds that it works. A server that fails two checks in a row gets no connections until two succeed; an External script decides at once.',
    kind: 'select',
    section: HEALTH,
    modifyOnly: true,
    options: [
      { value: 'connect', label: 'Connect to port' },
      { value: 'http-get', label: 'Negotiate HTTP (GET)' },
      { value: 'script', label: 'External script' },
      { value: 'none', label: 'No checks, Always On' },
    ],
  }),
  checkPort: field(blank(port().optional()), {
    label: 'Check Port',
    help: 'The port on the Real Servers that is checked. It may be one that the service does not carry. One check speaks for all ports.',
    kind: 'port',
    section: HEALTH,
    modifyOnly: true,
    showWhen: [{ field: 'check', in: ['connect', 'http-get'] }],
    advanced: true,
    opensWhen: (values) => /[,-]/.test(String(values.ports)),
    placeholder: 'The server’s own port',
    hint: 'Empty: the Real Server Port; where that is blank too, the first port of the service.',
  }),
  request: field(requestTarget().default('/'), {
    label: 'Request to send',
    help: 'The path, with its query if there is one, that the check asks the server for. It is sent exactly as written here.',
    kind: 'text',
    section: HEALTH,
    modifyOnly: true,
    showWhen: [{ field: 'check', in: ['http-get'] }],
    hint: 'A path that begins with /, without spaces.',
  }),
  response: field(expectedText().default(''), {
    label: 'Response expected',
    help: 'Text that must stand in the body of the server’s answer, in the case written here. Anything else is a failure.',
    kind: 'text',
    section: HEALTH,
    modifyOnly: true,
    showWhen: [{ field: 'check', in: ['http-get'] }],
    placeholder: 'Any text; the status decides',
    hint: 'Empty: a status from 200 to 399 is enough.',
  }),
  checkScript: field(scriptName().default(''), {
    label: 'Check Script',
    help: 'The program on this appliance that decides whether a server works. It gets the addresses and ports of the Virtual Service and of the Real Server, and has 2.8 seconds.',
    kind: 'select',
    section: HEALTH,
    modifyOnly: true,
    optionsFrom: 'scripts',
    showWhen: [{ field: 'check', in: ['script'] }],
  }),
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
  port: field(blank(port().optional()), {
    label: 'Real Server Port',
    help: 'The port the server is reached on. Leave it blank to reach the server on the port the client used, as services of several ports need it.',
    kind: 'port',
    section: RIP,
    placeholder: 'The port the client used',
  }),
  reencrypt: field(z.boolean().default(false), {
    label: 'Re-Encrypt to Backend',
    help: 'Connections and checks to this server use TLS. Any certificate of the server is accepted.',
    kind: 'checkbox',
    section: RIP,
  }),
  weight: field(wholeNumber(0, 256).default(100), {
    label: 'Weight',
    help: 'Its share beside the other servers: one of 200 gets twice as many connections as one of 100. With 0 it gets only clients that persistence ties to it.',
    kind: 'number',
    section: RIP,
    hint: '0 to 256.',
  }),
})

export const realServer = {
  name: 'real-server',
  title: 'Real Server',
  parent: 'virtual-service',
  schema: realServerSchema,
} satisfies Kind
