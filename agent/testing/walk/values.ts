// Tests: a value for any field of the Layer 7 kinds. Choices and check boxes are read from the schema itself.
import { realServer, virtualService } from '../../../lib/areas/layer7/schema.ts'
import { describeFields, type FieldDescription } from '../../../lib/model/fields.ts'
import type { Random } from './random.ts'

/** The machine of the walk: its own address and network, and servers that answer on 8000 (HTTP) and 8001 (echo). */
export const NETWORK = '10.99.0.1/24'
export const HEALTHY = ['10.99.0.1', '10.99.0.2', '10.99.0.3', '10.99.0.4'] as const
export const HTTP_PORT = 8000
export const ECHO_PORT = 8001

const DURATIONS = ['30s', '5m', '12h', '1d'] as const
const PATHS = ['/', '/health?a=1&b=%20', `/${'k'.repeat(120)}?x=a#"b'\\`]

/** What a service under load may be given without its clients being turned away. */
export const HARMLESS: Record<string, readonly unknown[]> = {
  balance: ['leastconn', 'roundrobin'],
  pipeline: ['keep-alive', 'server-close'],
  forwardedFor: [true, false],
  persistence: ['none', 'source'],
  persistenceTimeout: [1, 30, 600],
  tableSize: [100, 10_240],
  clearOnDrain: [true, false],
  check: ['connect', 'none'],
  fallbackOff: [true, false],
  fallbackPort: [9081, 8000],
  maxConnections: [1000, 40_000],
  timeouts: [true, false],
  clientTimeout: DURATIONS,
  serverTimeout: DURATIONS,
}

type Maker = (random: Random) => unknown

const SERVICE: Record<string, Maker> = {
  address: (r) =>
    r.pick([`10.99.0.${100 + r.below(12)}`, `127.65.0.${1 + r.below(9)}`, '10.99.0.1', '::1', '0.0.0.0']),
  ports: (r) => {
    const first = 20_000 + 20 * r.below(300)
    return r.pick([
      `${first}`,
      `${first},${first + 7}`,
      `${first}-${first + 9}`,
      `${first + 15},${first}-${first + 3}`,
    ])
  },
  checkPort: (r) => r.pick([undefined, 8001, 9]),
  request: (r) => r.pick(PATHS),
  response: (r) => r.pick(['', 'bytes', 'never "said" \\ here']),
  hostHeader: (r) => r.pick(['', 'www.example.com:8080']),
  checkScript: (r) => r.pick(['', 'DICOM-C-ECHO']),
  persistenceTimeout: (r) => 1 + r.below(34_560),
  tableSize: (r) => 100 + r.below(100_000),
  cookieName: (r) => r.pick(['SERVERID', 'lb-1']),
  cookieMaxIdle: (r) => r.pick(DURATIONS),
  cookieMaxLife: (r) => r.pick(DURATIONS),
  fallbackAddress: (r) => r.pick(['127.0.0.1', '10.99.0.2', '10.99.0.50', '::1']),
  fallbackPort: (r) => r.pick([9081, 8000, 8080]),
  maxConnections: (r) => 1 + r.below(40_000),
  clientTimeout: (r) => r.pick(DURATIONS),
  serverTimeout: (r) => r.pick(DURATIONS),
}

const SERVER: Record<string, Maker> = {
  address: (r) => r.pick([...HEALTHY, '10.99.0.250', '127.0.0.1', '::1']),
  port: (r) => r.pick([undefined, HTTP_PORT, ECHO_PORT, 9]),
  weight: (r) => r.below(257),
}

const isChosen = (f: FieldDescription): boolean => (f.options ?? []).length > 0 || f.kind === 'checkbox'

function made(field: FieldDescription, makers: Record<string, Maker>, random: Random): unknown {
  if (field.kind === 'checkbox') return random.pick([true, false])
  if (field.options?.length) return random.pick(field.options).value
  return makers[field.name]?.(random)
}

const changeable = (fields: readonly FieldDescription[], makers: Record<string, Maker>) =>
  fields.filter((f) => f.name !== 'label' && (isChosen(f) || makers[f.name]))

const SERVICE_FIELDS = changeable(describeFields(virtualService.schema), SERVICE)
const SERVER_FIELDS = changeable(describeFields(realServer.schema), SERVER)

type Change = [field: string, value: unknown]

/** One field of a service and what it is to be. */
export function serviceChange(random: Random): Change {
  const field = random.pick(SERVICE_FIELDS)
  return [field.name, made(field, SERVICE, random)]
}

export function serverChange(random: Random): Change {
  const field = random.pick(SERVER_FIELDS)
  return [field.name, made(field, SERVER, random)]
}

/** The same for a service under load. */
export function harmlessChange(random: Random): Change {
  const name = random.pick(Object.keys(HARMLESS))
  return [name, random.pick(HARMLESS[name] ?? [])]
}

/** All that the Add forms ask for. */
export const freshService = (random: Random): Record<string, unknown> => ({
  address: SERVICE.address?.(random),
  ports: SERVICE.ports?.(random),
  protocol: random.pick(['http', 'tcp']),
})

export const freshServer = (random: Random): Record<string, unknown> => ({
  address: SERVER.address?.(random),
  port: SERVER.port?.(random),
  weight: SERVER.weight?.(random),
})
