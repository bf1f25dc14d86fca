// What keepalived's checkers say of servers: their dump, and their log. Text in, data out.
import { noticeOf } from '../lib/areas/layer4/answers.ts'

/** keepalived's own account of itself, from the file that it writes on SIGUSR1. */
export interface Dump {
  /** The name we gave the configuration it runs (`router_id`). */
  id: string
  /** By `service key/server key`; null while a server that is down waits for its first check. */
  up: ReadonlyMap<string, boolean | null>
}

export function dumpIn(text: string): Dump {
  const [topology = '', checkers = ''] = text.split('------< Health checkers >------')
  const ran = checkersIn(checkers)
  const up = new Map(
    serversIn(topology).map(([key, alive]) => [key, alive || (ran.get(key) === false ? null : false)]),
  )
  return {
    id: /^ Router ID = (\S+)$/m.exec(text)?.[1] ?? '',
    up,
  }
}

/** Servers that have a checker, and whether it has run: ` [10.0.0.1]:tcp:80 -> [10.0.0.2]:tcp:80`. */
function checkersIn(text: string): Map<string, boolean> {
  const found = new Map<string, boolean>()
  for (const part of text.split(/^(?= \S+.* -> \[)/m)) {
    const m = /^ (.+) -> (\S+)$/m.exec(part)
    const notice = m && noticeOf(`RS ${m[2]} ${m[1]} UP`)
    if (notice) found.set(notice.key, /^ {3}Has run = yes$/m.test(part))
  }
  return found
}

function serversIn(text: string): [string, boolean][] {
  return text.split('------< Virtual server >------').flatMap((service) => {
    const [head = '', ...servers] = service.split('------< Real server >------')
    const name = serviceIn(head)
    return servers.flatMap((server): [string, boolean][] => {
      const [, address, port] = /^ {3}RIP = (\S+), RPORT = (\d+),/m.exec(server) ?? []
      const notice = noticeOf(`RS [${address}]:none:${port} ${name} UP`)
      return notice ? [[notice.key, /^ {3}alive = 1$/m.test(server)]] : []
    })
  })
}

/** As keepalived writes services everywhere else. */
function serviceIn(head: string): string {
  const mark = /^ VS FWMARK = (\d+)$/m.exec(head)?.[1]
  if (mark) return `FWM ${mark}`
  const [, address, port] = /^ VS VIP = (\S+), VPORT = (\d+)$/m.exec(head) ?? []
  return `[${address}]:${(/^ {3}protocol = (\w+)$/m.exec(head)?.[1] ?? '').toLowerCase()}:${port}`
}

const STAMP = /^\w{3} \w{3} +\d+ [\d:]+ \d+: /
const FAILURE = /fail|error|time(d )?out|refused|unreachable|mismatch|unexpected/i
const SERVER = /\[([\da-f.:]+)\]:(?:\w+:)?(\d+)/i

/** Why a check failed, in keepalived's words without the names of server and service; null for all other lines. `server`: address and port as it names them. */
export function failureIn(line: string): { address: string; port: number; words: string } | null {
  const text = line.replace(STAMP, '')
  const m = SERVER.exec(text)
  return m && FAILURE.test(text) ? { address: m[1] ?? '', port: Number(m[2]), words: wordsOf(text) } : null
}

const wordsOf = (text: string): string =>
  text
    .replace(/ for \[\[\S+ VS (?:FWM \d+|\S+)\]/, '')
    .replace(
      / ?(?:(?:on|to|from|connecting to|for) )?(?:(?:service|server) )?\(?\[[\da-f.:]+\]:\S*?\)?(?=[ .]|$)/gi,
      '',
    )
    .replace(/by \[(?:\S*\/)?([^\]/]+)\]/, 'by $1')
    .replace(/ (?:with retry disabled|after \d+ retries)/, '')
    .replace(/; errno \d+/, '')
    .replace(/\.?\s*$/, '')
