// Section Health Checks of a Layer 4 service: how a server proves that it works.
import { z } from 'zod'
import { port } from '../../model/address.ts'
import { field } from '../../model/fields.ts'
import { blank, plainText } from '../../model/text.ts'
import { expectedText, hostName, scriptName } from '../layer7/texts.ts'

const HEALTH = 'Health Checks'
const NEGOTIATE = { field: 'check', in: ['negotiate'] } as const
const BY_HTTP = { field: 'checkProtocol', in: ['http', 'https'] } as const
const WITH_REQUEST = { field: 'checkProtocol', in: ['http', 'https', 'tcp', 'dns'] } as const
const WITH_ANSWER = { field: 'checkProtocol', in: ['http', 'https', 'tcp'] } as const
const LONGEST = 2000

export const checkFields = {
  check: field(z.enum(['negotiate', 'connect', 'ping', 'external', 'off', 'on']).default('connect'), {
    label: 'Check Type',
    help: 'How a server proves that it works, as often as Layer 4 – Advanced Configuration says. A server that fails gets no connections until its check succeeds. Connect to port of a service with UDP alone finds only ports that the server says are closed.',
    kind: 'select',
    section: HEALTH,
    modifyOnly: true,
    options: [
      { value: 'negotiate', label: 'Negotiate' },
      { value: 'connect', label: 'Connect to port' },
      { value: 'ping', label: 'Ping server' },
      { value: 'external', label: 'External script' },
      { value: 'off', label: 'No checks, always off' },
      { value: 'on', label: 'No checks, always on' },
    ],
  }),
  checkPort: field(blank(port().optional()), {
    label: 'Check Port',
    help: 'The port on the Real Servers that is checked. It may be one that the service does not carry. One check speaks for all ports.',
    kind: 'port',
    section: HEALTH,
    modifyOnly: true,
    showWhen: [{ field: 'check', in: ['negotiate', 'connect'] }],
    placeholder: 'The server’s own port',
    hint: 'Empty: the Real Server Port; where that is blank too, the first port of the service.',
  }),
  checkScript: field(scriptName().default(''), {
    label: 'External script',
    help: 'The program on this appliance that decides whether a server works. It gets the addresses and ports of the Virtual Service and of the Real Server, and as many seconds as Check Timeout says.',
    kind: 'select',
    section: HEALTH,
    modifyOnly: true,
    optionsFrom: 'scripts',
    showWhen: [{ field: 'check', in: ['external'] }],
  }),
  checkProtocol: field(z.enum(['http', 'https', 'tcp', 'dns', 'smtp']).default('http'), {
    label: 'Protocol',
    accessibleName: 'Health Check Protocol',
    help: 'What the check speaks with the server. HTTPS takes any certificate. Simple TCP sends the request and waits for the response.',
    kind: 'select',
    section: HEALTH,
    modifyOnly: true,
    showWhen: [NEGOTIATE],
    options: [
      { value: 'http', label: 'HTTP' },
      { value: 'https', label: 'HTTPS' },
      { value: 'tcp', label: 'Simple TCP' },
      { value: 'dns', label: 'DNS' },
      { value: 'smtp', label: 'SMTP' },
    ],
  }),
  virtualHost: field(hostName().default(''), {
    label: 'Virtual Host',
    help: 'The host that the check asks for, for servers that have several sites on one address.',
    kind: 'text',
    section: HEALTH,
    modifyOnly: true,
    showWhen: [NEGOTIATE, BY_HTTP],
    placeholder: 'The address of the Real Server',
    hint: 'A name or an address, with :port if need be.',
  }),
  request: field(plainText(LONGEST).default(''), {
    label: 'Request to send',
    help: 'HTTP and HTTPS: the path, with its query if there is one, sent exactly as written here. DNS: the name whose address is asked for. Simple TCP: the text to send, where \\n stands for the end of a line.',
    kind: 'text',
    section: HEALTH,
    modifyOnly: true,
    showWhen: [NEGOTIATE, WITH_REQUEST],
    hint: 'Empty: / for HTTP and HTTPS, the root for DNS, nothing for Simple TCP.',
  }),
  response: field(expectedText().default(''), {
    label: 'Response expected',
    help: 'Text that must stand in the server’s answer, in the case written here; with HTTP and HTTPS in the body, not in the status or the headers. Anything else is a failure.',
    kind: 'text',
    section: HEALTH,
    modifyOnly: true,
    showWhen: [NEGOTIATE, WITH_ANSWER],
    placeholder: 'Any text',
    hint: 'Empty: with HTTP and HTTPS a status from 200 to 299 is enough, otherwise any answer.',
  }),
}
