// What the demo consists of, as data: three virtual services, the three machines behind them, and a client.

/** Kept free for tests of network gear (RFC 2544): no real network has these addresses. */
export const NETWORK = '198.18.0'
export const BRIDGE = 'fulcrum-demo'
/** The appliance's own address on the bridge. */
export const OWN = `${NETWORK}.1/24`

export const DICOM_PORT = 11_112
export const MAIL_PORTS = [25, 110, 143, 465, 587, 993]
export const MACHINES = [1, 2, 3]
/** What the web servers answer at once. */
export const READY = '/ready'
/** This machine's printer is switched off and on. */
export const RESTLESS = 3
/** The client's addresses: several, so that persistence by address spreads them. */
export const CLIENTS = Array.from({ length: 8 }, (_, i) => `${NETWORK}.${200 + i}`)

const printerOf = (machine: number): string => `${NETWORK}.${10 + machine}`
const webOf = (machine: number): string => `${NETWORK}.${20 + machine}`
const mailOf = (machine: number): string => `${NETWORK}.${30 + machine}`

/** Addresses of a machine: one for each service. */
export const addressesOf = (machine: number): string[] => [
  printerOf(machine),
  webOf(machine),
  mailOf(machine),
]

export interface DemoServer {
  label: string
  address: string
  weight?: number
}
export interface DemoService {
  label: string
  address: string
  ports: string
  /** Further fields of the Virtual Service. */
  more: Record<string, string>
  servers: readonly DemoServer[]
}

export const PRINT = `${NETWORK}.101`
export const WEB = `${NETWORK}.102`
export const MAIL = `${NETWORK}.103`

export const SERVICES: readonly DemoService[] = [
  {
    label: 'DICOM-Print',
    address: PRINT,
    ports: String(DICOM_PORT),
    more: { protocol: 'tcp', persistence: 'none', check: 'script', checkScript: 'DICOM-C-ECHO' },
    servers: MACHINES.map((m) => ({ label: `printer${m}`, address: printerOf(m) })),
  },
  {
    label: 'Web-Shop',
    address: WEB,
    ports: '80',
    more: { protocol: 'http', persistence: 'cookie', check: 'http-get', request: READY, response: 'web' },
    servers: MACHINES.map((m) => ({
      label: `web${m}`,
      address: webOf(m),
      weight: [100, 50, 25][m - 1] ?? 100,
    })),
  },
  {
    label: 'Mail',
    address: MAIL,
    ports: MAIL_PORTS.join(','),
    more: { protocol: 'tcp', persistence: 'source' },
    servers: MACHINES.map((m) => ({ label: `mail${m}`, address: mailOf(m) })),
  },
]

/** How long anything of the demo runs, in ms: it ends by itself when it was forgotten. */
export const LONGEST = 8 * 3600_000
