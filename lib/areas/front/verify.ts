// What must hold for the console's web server beside its listener: its ports are nobody else's, and what is chosen is there.
import { addressesOverlap, socketAddress } from '../../model/address.ts'
import type { Documents } from '../../model/document.ts'
import { problem } from '../../model/errors.ts'
import type { PortRange } from '../../model/port-list.ts'
import type { Problem } from '../../model/problem.ts'
import { busyOn, within } from '../addresses.ts'
import { at, type Rule } from '../define.ts'
import { servicesOf as layer4Services, transportsOf } from '../layer4/services.ts'
import { servicesOf as layer7Services } from '../layer7/services.ts'
import { listenersIn } from '../listeners.ts'
import { otherPorts } from '../ports.ts'

/** Each port that the console takes, and the field it comes from. */
const taken = (documents: Documents) =>
  listenersIn(documents, 'front').flatMap(({ item, addresses, port, plain, plainPort }) => [
    { item: item.id, field: 'port', addresses, port },
    ...(plain ? [{ item: item.id, field: 'plainPort', addresses, port: plainPort }] : []),
  ])
type Taken = ReturnType<typeof taken>[number]

const meets = (own: Taken, address: string, ranges: readonly PortRange[]): boolean =>
  within(own.port, ranges) && own.addresses.some((a) => addressesOverlap(a, address))

const found = (
  own: Taken,
  ...[code, values]: [Parameters<typeof problem>[0], Parameters<typeof problem>[2]]
) => problem(code, at('front', own.item, own.field), values)

/** At most one finding a port: one sentence is enough to choose another. */
const eachPort =
  (look: (own: Taken, ...rest: Parameters<Rule>) => Problem[]): Rule =>
  (documents, facts) =>
    taken(documents).flatMap((own) => look(own, documents, facts).slice(0, 1))

const noServiceAnswersThere = eachPort((own, documents) =>
  [...layer7Services(documents), ...layer4Services(documents).filter((s) => transportsOf(s).includes('tcp'))]
    .filter((service) => meets(own, service.address, service.ranges))
    .map(({ label, address }) =>
      found(own, 'PORT_TAKEN', { other: label, where: socketAddress(address, own.port) }),
    ),
)

const noPartOfTheApplianceDoes = eachPort((own, documents) =>
  otherPorts(documents)
    .filter((o) => meets(own, o.address, [[o.port, o.port]]))
    .map(({ port, use }) => found(own, 'PORT_OF_APPLIANCE', { port, use })),
)

const twoPortsDiffer = eachPort((own, documents) =>
  own.field === 'plainPort' && listenersIn(documents, 'front').some((l) => l.port === own.port)
    ? [found(own, 'PORT_OF_APPLIANCE', { port: own.port, use: 'this console’s' })]
    : [],
)

const plainPortIsFree = eachPort((own, _documents, facts) =>
  own.field === 'port'
    ? []
    : own.addresses
        .flatMap((address) => busyOn(facts, address, [[own.port, own.port]]))
        .map((values) => found(own, 'PORT_HELD', values)),
)

const certificateIsThere: Rule = (documents) =>
  listenersIn(documents, 'front')
    .filter((l) => l.certificate === 'uploaded' && l.uploaded === '')
    .map((l) => problem('CERTIFICATE_MISSING', at('front', l.item.id, 'uploaded')))

const cipherListIsThere: Rule = (documents) =>
  listenersIn(documents, 'front')
    .filter((l) => l.tls === '1.2' && l.ciphers === 'own' && l.cipherList === '')
    .map((l) => problem('CIPHERS_MISSING', at('front', l.item.id, 'cipherList')))

export const verify: readonly Rule[] = [
  noServiceAnswersThere,
  noPartOfTheApplianceDoes,
  twoPortsDiffer,
  plainPortIsFree,
  certificateIsThere,
  cipherListIsThere,
]
