// A service's check of one server as one thing to do once, in the words HAProxy's own check uses.
import { socketAddress } from '../../model/address.ts'
import { addressAsHost, scriptQuestion } from './checks.ts'
import { checkedPort, type Server, type Service } from './services.ts'

interface At {
  address: string
  port: number
}
export type Probe =
  | { do: 'none' }
  | ({ do: 'connect' } & At)
  | ({ do: 'http'; tls: boolean; method: string; target: string; host: string; expected: string } & At)
  /** `question`: what the check runner is asked. */
  | ({ do: 'script'; script: string; question: string } & At)

/** What HAProxy would do to check the server. */
export function probeOf(service: Service, server: Server): Probe {
  const at = { address: server.address, port: checkedPort(service, server) }
  switch (service.check) {
    case 'none':
      return { do: 'none' }
    case 'connect':
      return { do: 'connect', ...at }
    case 'http-get':
    case 'http-head':
      return {
        do: 'http',
        ...at,
        tls: server.reencrypt,
        method: service.check === 'http-get' ? 'GET' : 'HEAD',
        target: service.request,
        host: service.hostHeader || addressAsHost(service.address),
        expected: service.check === 'http-get' ? service.response : '', // an answer to HEAD has no body
      }
    case 'script':
      return { do: 'script', ...at, script: service.checkScript, question: scriptQuestion(service, server) }
  }
}

export const whereOf = (at: At): string => socketAddress(at.address, at.port)
