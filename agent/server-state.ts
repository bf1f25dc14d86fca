// What HAProxy is told of its servers as it starts or reloads: the server-state file, pure.
//
// A server checked by script is never up before its first result: without a row HAProxy would take it for up.
// A server that was drained or halted is so from the first moment on, whatever else is known of it.
// Rows of servers whose address, port or check changed are left out: HAProxy would keep the former port.

import { ADMIN, type AskedState, adminState } from '../lib/areas/server-state/states.ts'

const COLUMNS =
  '# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port'

interface ServerLine {
  proxy: string
  name: string
  address: string
  port: string
  /** Its results come from the check runner. */
  script: boolean
  /** HAProxy checks it, on this port where it is not its own. */
  checked: boolean
  checkPort: string
  tls: boolean
  weight: string
  /** The same as long as address, port and check are the same. */
  identity: string
}

/** What is known of servers: the configuration they ran in, `show servers state`, and whether that is new. */
export interface Known {
  config: string
  states: string
  /** Milliseconds since that answer. */
  age: number
}

/** Older answers do not prove that a server checked by script is up. */
const FRESH = 10_000

/** The file for a start or reload with this configuration. `known` is null when nothing is known; `offline` by `proxy/server`. */
export function serverState(
  config: string,
  known: Known | null,
  offline: ReadonlyMap<string, AskedState> = new Map(),
): string {
  const before = new Map((known ? serverLines(known.config) : []).map((s) => [keyOf(s), s.identity]))
  const rows = rowsOf(known?.states ?? '')
  const lines = serverLines(config).flatMap((server) => {
    const key = keyOf(server)
    const state = offline.get(key) ?? 'online'
    const same = before.get(key) === server.identity ? rows.get(key) : undefined
    const row = same && !comesBack(same, state) ? same : undefined
    const fresh = !server.script || (known?.age ?? 0) < FRESH
    if (row && fresh) return [withState(server, row, state)]
    if (server.script) return [downRow(server, state)]
    return state === 'online' ? [] : [freshRow(server, state)]
  })
  return ['1', COLUMNS, ...lines, ''].join('\n')
}

const keyOf = (s: ServerLine): string => `${s.proxy}/${s.name}`

/** One line of `show servers state`: up to the operational state, the cells that we set, and the rest. */
interface StateRow {
  line: string
  head: string
  admin: string
  weights: string
  rest: string
}

const ROW = /^(\d+ (\S+) \d+ (\S+) \S+ \d+) (\d+) (\d+ \d+) (.*)$/

function stateRow(line: string): [key: string, row: StateRow][] {
  const [, head = '', proxy, name, admin = '', weights = '', rest = ''] = ROW.exec(line) ?? []
  return head ? [[`${proxy}/${name}`, { line, head, admin, weights, rest }]] : []
}

const rowsOf = (states: string) => new Map(states.split('\n').flatMap(stateRow))

/** The weight is the configuration's: HAProxy would go on with one that was set while it ran. */
function withState(server: ServerLine, row: StateRow, state: AskedState): string {
  const admin = String(ADMIN[state])
  const weights = `${server.weight} ${server.weight}`
  const same = row.admin === admin && row.weights === weights
  return same ? row.line : `${row.head} ${admin} ${weights} ${row.rest}`
}

/** A server that was halted counts as stopped in its row; that says nothing of how it is once it is not. */
const comesBack = (row: StateRow, state: AskedState): boolean =>
  adminState(Number(row.admin)) === 'halted' && state !== 'halted'

/** A server as HAProxy takes it without a row: up, until a check fails. */
const freshRow = (s: ServerLine, state: AskedState): string =>
  `1 ${s.proxy} 1 ${s.name} ${s.address} 2 ${ADMIN[state]} ${s.weight} ${s.weight} 0 1 0 2 ${s.checked ? 6 : 0} 0 0 0 - ${s.port || '0'} - ${s.tls ? 1 : 0} ${s.checkPort || '0'} - - 0`

/** HAProxy matches it by the names; `0` is operational state "stopped", `22` an agent check that is on. */
const downRow = (s: ServerLine, state: AskedState): string =>
  `1 ${s.proxy} 1 ${s.name} ${s.address} 0 ${ADMIN[state]} ${s.weight} ${s.weight} 0 1 0 0 0 22 0 0 - ${s.port || '0'} - 0 0 - - 0`

/** The servers of a configuration that our room rendered: its quoting and order are known. */
export function serverLines(config: string): readonly ServerLine[] {
  const sections = new Map<string, readonly ServerLine[]>()
  for (const section of config.split(/^(?=\S)/m).filter((s) => s.startsWith('listen ')))
    sections.set(section, latest.get(section) ?? linesIn(section))
  latest = sections
  return [...sections.values()].flat()
}

/** Nearly all sections are as they were in the configuration before: those are not read again. */
let latest: ReadonlyMap<string, readonly ServerLine[]> = new Map()

function linesIn(section: string): ServerLine[] {
  const lines = section.split('\n').map((line) => line.trim())
  const proxy = lines[0]?.split(' ')[1] ?? ''
  const check = lines.filter((line) => /^(option httpchk|option tcp-check|http-check|tcp-check)/.test(line))
  return lines
    .filter((line) => line.startsWith('server '))
    .map((line) => serverLine(proxy, line, check.join('\n')))
}

function serverLine(proxy: string, line: string, check: string): ServerLine {
  const [, name = '', where = ''] = line.split(' ')
  const [, inBrackets, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(where) ?? []
  return {
    proxy,
    name,
    address: inBrackets ?? plain ?? where,
    port: port ?? '',
    script: / agent-check /.test(line),
    checked: / check( |$)/.test(line),
    checkPort: / check .*?\bport (\d+)/.exec(line)?.[1] ?? '',
    tls: / ssl /.test(line),
    weight: / weight (\d+)/.exec(line)?.[1] ?? '1',
    identity: `${line.replace(/ weight \d+/, '').replace(/ cookie \S+/, '')}\n${check}`,
  }
}
