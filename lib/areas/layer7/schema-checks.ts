// Section Health Checks of a Layer 7 service: how a server proves that it works.
import { z } from 'zod'
import { port } from '../../model/address.ts'
import { field } from '../../model/fields.ts'
import { blank } from '../../model/text.ts'
import { expectedText, hostName, requestTarget, scriptName } from './texts.ts'

const HEALTH = 'Health Checks'
const BY_HTTP = [{ field: 'check', in: ['http-get', 'http-head'] }] as const

export const checkFields = {
  check: field(z.enum(['connect', 'http-get', 'http-head', 'script', 'none']).default('connect'), {
    label: 'Health Checks',
    help: 'How a server proves every 4 seconds that it works. A server that fails two checks in a row gets no connections until two succeed; an External script decides at once.',
    kind: 'select',
    section: HEALTH,
    modifyOnly: true,
    options: [
      { value: 'connect', label: 'Connect to port' },
      { value: 'http-get', label: 'Negotiate HTTP (GET)' },
      { value: 'http-head', label: 'Negotiate HTTP (HEAD)' },
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
    showWhen: [{ field: 'check', in: ['connect', 'http-get', 'http-head'] }],
    advanced: true,
    opensWhen: (values) => /[,-]/.test(String(values.ports)),
    placeholder: 'The server’s own port',
    hint: 'Empty: the Real Server Port; where that is blank too, the first port of the service.',
  }),
  request: field(requestTarget().default('/'), {
    label: 'Request to send',
    help: 'The path, with its query if there is one, that the check asks the server for; HEAD asks for the status only. It is sent exactly as written here.',
    kind: 'text',
    section: HEALTH,
    modifyOnly: true,
    showWhen: BY_HTTP,
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
  hostHeader: field(hostName().default(''), {
    label: 'Host Header',
    help: 'The host that the check asks for, for servers that have several sites on one address.',
    kind: 'text',
    section: HEALTH,
    modifyOnly: true,
    showWhen: BY_HTTP,
    placeholder: 'The IP Address of this service',
    hint: 'A name or an address, with :port if need be.',
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
}
