// How HAProxy checks servers: what stands in the service's section and on each server's line.
import { hostAddress, isWildcard } from '../../model/address.ts'
import { CHECKS_PORT } from '../ports.ts'
import { quote, quoteLine } from './quote.ts'
import { checkedPort, firstPort, type Server, type Service } from './services.ts'

/** Lines of the service, each with the field it stands for. */
export function checkLines(service: Service): [field: string, text: string][] {
  if (service.check !== 'http-get' && service.check !== 'http-head') return []
  const method = service.check === 'http-head' ? 'HEAD' : 'GET'
  const host = service.hostHeader || addressAsHost(service.address)
  return [
    ['check', 'option httpchk'],
    [
      'request',
      `http-check send meth ${method} uri ${quote(service.request)} ver HTTP/1.1 hdr Host ${quote(host)}`,
    ],
    ['response', 'http-check expect status 200-399'],
    ...(service.response && method === 'GET'
      ? ([['response', `http-check expect string ${quote(service.response)}`]] as [string, string][])
      : []),
  ]
}

/** Words of the server's line. */
export function checkWords(service: Service, server: Server): string[] {
  switch (service.check) {
    case 'none':
      return []
    case 'script':
      return [agentWords(service, server)]
    // Connecting is all there is to it: the port checked need not speak TLS.
    case 'connect':
      return ['check', ...portWords(service, server), ...(server.reencrypt ? ['no-check-ssl'] : [])]
    case 'http-get':
    case 'http-head':
      return ['check', ...portWords(service, server), ...(server.reencrypt ? ['check-ssl'] : [])]
  }
}

const portWords = (service: Service, server: Server): string[] =>
  service.checkPort === undefined && server.port !== undefined ? [] : [`port ${checkedPort(service, server)}`]

function agentWords(service: Service, server: Server): string {
  const question = quoteLine(scriptQuestion(service, server))
  return `agent-check agent-addr 127.0.0.1 agent-port ${CHECKS_PORT} agent-inter 4s agent-send ${question}`
}

/** The check runner gets what a script gets: the service's address and port, the server's address and port. */
export const scriptQuestion = (service: Service, server: Server): string =>
  [
    service.checkScript,
    service.address,
    firstPort(service),
    server.address,
    server.port ?? firstPort(service),
  ].join(' ')

/** The Host a check names: where clients find the service. */
export const addressAsHost = (address: string): string =>
  isWildcard(address) ? 'localhost' : hostAddress(address)
