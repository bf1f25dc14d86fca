// How keepalived checks a server: one checker, with the field each of its lines stands for.

import { argument, bodyPattern, quote } from './quote.ts'
import type { Advanced } from './schema-advanced.ts'
import { checkedPort, firstPort, type Server, type Service } from './services.ts'

export type FieldLine = [field: string, text: string]

/** Stand in the file for folders of the appliance, which the working file names. */
export const SCRIPTS = '@scripts@'
export const TOOLS = '@tools@'

/** Lines inside the server's block; none: it is always up. Every service but `off` gets here. */
export function checkLines(service: Service, server: Server, advanced: Advanced): FieldLine[] {
  const port = checkedPort(service, server)
  switch (service.check) {
    case 'on':
    case 'off':
      return []
    case 'connect':
      return checker(connectCheck(service), advanced, advanced.checkTimeout, [
        ['checkPort', `connect_port ${port}`],
      ])
    case 'ping':
      return checker('PING_CHECK', advanced, advanced.checkTimeout, [])
    case 'external':
      return script(
        advanced,
        advanced.checkTimeout,
        'checkScript',
        `${SCRIPTS}/${scriptWords(service, server)}`,
      )
    case 'negotiate':
      return negotiation(service, advanced, port, server)
  }
}

/** Nothing can be connected to by UDP: there a port that the server says it has not got is the failure. */
const connectCheck = ({ protocol }: Service): string =>
  protocol === 'udp' || protocol === 'ops' ? 'UDP_CHECK' : 'TCP_CHECK'

function negotiation(service: Service, advanced: Advanced, port: number, server: Server): FieldLine[] {
  const on: FieldLine = ['checkPort', `connect_port ${port}`]
  const within = advanced.negotiateTimeout
  switch (service.checkProtocol) {
    case 'http':
      return checker('HTTP_GET', advanced, within, [...httpLines(service), on])
    case 'https':
      return checker('SSL_GET', advanced, within, [['virtualHost', 'enable_sni'], ...httpLines(service), on])
    case 'dns':
      return checker('DNS_CHECK', advanced, within, [...dnsLines(service), on])
    case 'smtp':
      return checker('SMTP_CHECK', advanced, within, [on])
    case 'tcp':
      return script(
        advanced,
        within + 1, // the program keeps the time itself
        'request',
        [
          `${TOOLS}/simple-tcp ${server.address} ${port} ${within}`,
          `send=${argument(lineEnds(service.request))} expect=${argument(service.response)}`,
        ].join(' '),
      )
  }
}

/** `\n` and `\r` as people write them in one line. */
const lineEnds = (text: string): string => text.replace(/\\n/g, '\n').replace(/\\r/g, '\r')

const httpLines = (service: Service): FieldLine[] => [
  ...(service.virtualHost ? [['virtualHost', `virtualhost ${quote(service.virtualHost)}`] as FieldLine] : []),
  ['checkProtocol', 'http_protocol 1.1'],
  ['request', 'url {'],
  ['request', `  path ${quote(service.request || '/')}`],
  ['response', '  status_code 200-299'],
  ...(service.response ? [['response', `  regex ${bodyPattern(service.response)}`] as FieldLine] : []),
  ['request', '}'],
]

/** The root's own servers where no name is given: every resolver knows them. */
const dnsLines = ({ request }: Service): FieldLine[] =>
  request
    ? [
        ['request', 'type A'],
        ['request', `name ${quote(request)}`],
      ]
    : [
        ['request', 'type NS'],
        ['request', 'name .'],
      ]

function checker(name: string, advanced: Advanced, timeout: number, lines: FieldLine[]): FieldLine[] {
  const inside: FieldLine[] = [...lines, ['check', `connect_timeout ${timeout}`], ...patience(advanced)]
  return block(name, inside)
}

const script = (advanced: Advanced, timeout: number, field: string, command: string): FieldLine[] =>
  block('MISC_CHECK', [
    [field, `misc_path ${quote(command)}`],
    ['check', `misc_timeout ${timeout}`],
    ...patience(advanced),
  ])

/** A server is down after so many failures in a row, and is first looked at within a second. */
const patience = ({ failureCount, checkInterval }: Advanced): FieldLine[] => [
  ['check', `retry ${failureCount - 1}`],
  ['check', `delay_before_retry ${checkInterval}`],
  ['check', 'warmup 1'],
]

const block = (name: string, lines: FieldLine[]): FieldLine[] => [
  ['check', `${name} {`],
  ...lines.map(([field, text]): FieldLine => [field, `  ${text}`]),
  ['check', '}'],
]

/** What a script gets: itself, the service's address and port, the server's address and port. */
const scriptWords = (service: Service, server: Server): string =>
  [
    service.checkScript,
    service.address,
    firstPort(service),
    server.address,
    server.port ?? firstPort(service),
  ].join(' ')
