// What may be said of Layer 4 services: every field with its label, help, limits and default. Long sections stand in files of their own.
import { z } from 'zod'
import { ipAddress, isLoopback, isWildcard, portList } from '../../model/address.ts'
import { field } from '../../model/fields.ts'
import { label, wholeNumber } from '../../model/text.ts'
import type { Kind } from '../define.ts'
import { LAYER4_PROTOCOLS } from '../protocols.ts'
import { expectedDown, serverPort, serverWeight } from '../server-fields.ts'
import { checkFields } from './schema-checks.ts'
import { fallbackFields, persistenceFields } from './schema-traffic.ts'

const VIP = 'Virtual Service'

/** IPVS balances what is sent to one address that others can reach. */
const serviceAddress = () =>
  ipAddress().refine((a) => !isWildcard(a) && !isLoopback(a), 'A Layer 4 service has one address of its own.')

const virtualServiceSchema = z.strictObject({
  label: field(label(), {
    label: 'Label',
    help: 'The name of this Virtual Service in lists and reports. It is unique over all Virtual Services, Layer 7 included.',
    kind: 'text',
    section: VIP,
    hint: 'Letters, digits, dot, underscore, colon and hyphen; it begins with a letter or a digit.',
  }),
  address: field(serviceAddress(), {
    label: 'IP Address',
    accessibleName: 'Virtual Service IP Address',
    help: 'The address clients connect to. An address that no interface holds is brought up on this appliance, as long as it lies in one of its networks.',
    kind: 'address',
    section: VIP,
  }),
  ports: field(portList(), {
    label: 'Ports',
    accessibleName: 'Virtual Service Ports',
    help: 'The ports clients connect to: one port, a list separated by commas, a range with a hyphen, or a mix of these. All of them are one service: with persistence a client keeps its server over all ports.',
    kind: 'ports',
    section: VIP,
    hint: 'One port, a list or a range: 443 or 80,443 or 5011-5025.',
  }),
  protocol: field(z.enum(['tcp', 'udp', 'tcpudp', 'ops']).default('tcp'), {
    label: 'Protocol',
    accessibleName: 'Virtual Service Protocol',
    help: 'What is carried on every port. TCP/UDP carries both. One Packet Scheduling is UDP where each packet is given a server by itself, as for DNS or SIP.',
    kind: 'select',
    section: 'Protocol',
    options: LAYER4_PROTOCOLS,
  }),
  forwarding: field(z.enum(['dr', 'nat', 'snat']).default('dr'), {
    label: 'Forwarding Method',
    help: 'Direct Routing: servers answer clients themselves; each must hold the IP Address of this service without answering ARP for it. NAT: servers see the client’s address, and their default gateway must be an address of this appliance, best a floating IP; clients in the servers’ own network need routes on the servers. SNAT: servers see this appliance as the client and need no change.',
    kind: 'select',
    section: 'Forwarding',
    options: [
      { value: 'dr', label: 'Direct Routing' },
      { value: 'nat', label: 'NAT' },
      { value: 'snat', label: 'SNAT' },
    ],
  }),
  balance: field(z.enum(['wlc', 'wrr', 'dh']).default('wlc'), {
    label: 'Balance Mode',
    help: 'How a new client gets its server. Weighted Least Connections: the one with the fewest connections for its weight. Weighted Round Robin: one after another, by weight. Destination Hash: by the address the client asks for.',
    kind: 'select',
    section: 'Connection Distribution Method',
    modifyOnly: true,
    options: [
      { value: 'wlc', label: 'Weighted Least Connections' },
      { value: 'wrr', label: 'Weighted Round Robin' },
      { value: 'dh', label: 'Destination Hash' },
    ],
  }),
  ...persistenceFields,
  ...checkFields,
  ...fallbackFields,
})

export const virtualService = {
  name: 'virtual-service',
  title: 'Virtual Service',
  parent: null,
  schema: virtualServiceSchema,
} satisfies Kind

const RIP = 'Real Server'
/** What the kernel takes. */
const MOST_WEIGHT = 65_535
const MOST_CONNECTIONS = 1_000_000

const serverAddress = () =>
  ipAddress().refine((a) => !isWildcard(a) && !isLoopback(a), 'A server has one address of its own.')

const connections = () => wholeNumber(0, MOST_CONNECTIONS).default(0)

const realServerSchema = z.strictObject({
  label: field(label(), {
    label: 'Label',
    help: 'The name of this Real Server in lists and reports. It is unique within its Virtual Service.',
    kind: 'text',
    section: RIP,
    hint: 'Letters, digits, dot, underscore, colon and hyphen; it begins with a letter or a digit.',
  }),
  address: field(serverAddress(), {
    label: 'Real Server IP Address',
    help: 'Where the server is. With Direct Routing it lies in a network that this appliance has an interface in.',
    kind: 'address',
    section: RIP,
  }),
  port: serverPort(),
  weight: serverWeight(MOST_WEIGHT),
  minConnections: field(connections(), {
    label: 'Minimum Connections',
    help: 'A server that had reached its Maximum Connections gets new ones again as soon as it has fewer than this. 0: as soon as it has three quarters of the maximum.',
    kind: 'number',
    section: RIP,
    hint: '0 to 1000000.',
  }),
  maxConnections: field(connections(), {
    label: 'Maximum Connections',
    help: 'A server with as many connections gets no new ones. 0: no limit.',
    kind: 'number',
    section: RIP,
    hint: '0 to 1000000.',
  }),
  expectedDown: expectedDown(),
})

export const realServer = {
  name: 'real-server',
  title: 'Real Server',
  parent: 'virtual-service',
  schema: realServerSchema,
  /** Direct Routing leaves the port as it is (MR-04, R4-06). */
  without: (service: Record<string, unknown>) =>
    service.forwarding === undefined || service.forwarding === 'dr' ? ['port'] : [],
} satisfies Kind
