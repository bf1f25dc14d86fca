// The file keepalived really runs: the generation's with the states of servers in it, and with the places of this machine.
import { type Offline, stateIn } from '../server-state/states.ts'
import { SCRIPTS, TOOLS } from './checks.ts'
import { SERVER_MARKER } from './conf.ts'

/** What the machine gives: paths without blanks or quotes. */
export interface Means {
  /** keepalived makes it and writes a line there for every change. */
  fifo: string
  /** Folder of the check scripts. */
  scripts: string
  /** Folder of programs of our own that checks use. */
  tools: string
  /** The user that scripts run as. */
  scriptUser: string
}

/**
 * Drained: weight 0, and keepalived never takes it out of the table, so that its connections go on even when the
 * fallback comes in. Halted: it is not there.
 */
export function withStates(conf: string, offline: ReadonlyMap<string, Offline>, means: Means): string {
  const sections = conf
    .trimEnd()
    .split(/(?<=^}\n)/m)
    .map((text) => text.trimEnd().split('\n'))
  const lines = sections.flatMap((section) => serviceWith(section, offline))
  return [...prologue(means), ...lines.map((line) => withPlaces(line, means)), ''].join('\n')
}

/** The user stands first: at a reload keepalived otherwise looks for one named keepalived_script, and drops fifo and scripts. */
const prologue = ({ fifo, scriptUser }: Means): string[] => [
  'global_defs {',
  `  script_user ${scriptUser}`,
  '  enable_script_security',
  `  lvs_notify_fifo ${fifo} root`,
  '  rs_init_notifies',
  '}',
]

/** Only in checks: a label or an address cannot begin like this. */
const withPlaces = (line: string, { scripts, tools }: Means): string =>
  line
    .replace(`misc_path "${SCRIPTS}/`, `misc_path "${scripts}/`)
    .replace(`misc_path "${TOOLS}/`, `misc_path "${tools}/`)

/** One service, from the comment before it to its closing brace. The first has the head of the file before it. */
function serviceWith(section: readonly string[], offline: ReadonlyMap<string, Offline>): string[] {
  if (section.at(-1) !== '}') return [...section]
  const [head = [], ...servers] = beforeEach(section.slice(0, -1), (line) => line.startsWith(SERVER_MARKER))
  const there = servers.flatMap((server) => {
    const state = stateIn(offline, idOf(server[0] ?? ''))
    return state === 'halted' ? [] : [state === 'drained' ? server.map(weightless) : server]
  })
  const someone = there.some((server) => server.some((line) => /^ {4}weight [1-9]/.test(line)))
  return [...head, ...there.flatMap(staying), ...(someone ? [] : nobody(head)), '}']
}

const idOf = (marker: string): string => decodeURIComponent(marker.slice(SERVER_MARKER.length))

const weightless = (line: string): string => line.replace(/^ {4}weight \d+$/, NO_WEIGHT)
const NO_WEIGHT = '    weight 0'

/** keepalived takes every server out of the table when the fallback comes in; this one it only gives weight 0, which it has. */
const staying = (server: readonly string[]): string[] =>
  server.flatMap((line) => (line === NO_WEIGHT ? [line, '    inhibit_on_failure'] : [line]))

/** Addresses that are given to nobody. */
const NOBODY = { ipv4: '192.0.2.1', ipv6: '100::1' }

/** Whether a key of the kernel's table is that server's. */
export const isNobody = (key: string): boolean =>
  key.startsWith(`${NOBODY.ipv4}:`) || key.startsWith(`[${NOBODY.ipv6}]:`)

/**
 * keepalived leaves out a service without servers, and gives one whose weights are all 0 no fallback. A server that
 * is nowhere and never passes its check stands for those that are missing.
 */
function nobody(head: readonly string[]): string[] {
  const port = head.map((line) => /^virtual_server [\da-f.:]+ (\d+) {$/.exec(line)?.[1]).find(Boolean) ?? '0'
  const isIPv6 = head.some((line) => /^virtual_server \S*:|ip_family inet6$/.test(line))
  return `  real_server ${isIPv6 ? NOBODY.ipv6 : NOBODY.ipv4} ${port} {
    weight 1
    delay_loop 3600
    MISC_CHECK {
      misc_path "/bin/false"
      misc_timeout 1
      warmup 1
    }
  }`.split('\n')
}

/** The lines in parts, each but the first beginning with one that fits. */
function beforeEach(lines: readonly string[], fits: (line: string) => boolean): string[][] {
  const parts: string[][] = [[]]
  for (const line of lines) {
    if (fits(line)) parts.push([])
    parts.at(-1)?.push(line)
  }
  return parts
}
