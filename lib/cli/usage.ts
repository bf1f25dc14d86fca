// What the command understands. Pure.

/** The command line is not understood. */
export class Usage extends Error {}

export const USAGE = `fulcrum status [<service>]              what the machine says now
fulcrum drain <service>/<server>        no new clients   [--wait] [--timeout <seconds>]
fulcrum halt <service>/<server>         connections closed, new ones forbidden
fulcrum online <service>/<server>       back again
fulcrum drain --address <ip>            every server with this address; halt and online too
fulcrum apply <file.json> [--plan]      an exported configuration: what it would do, or do it
fulcrum commit                          what is saved and not running

--json prints what the appliance answered. Exit codes: 0 done, 1 refused, 2 not understood, 3 not reached.

FULCRUM_URL          https://192.168.2.21:9443
FULCRUM_TOKEN        made under Local Configuration > API Tokens
FULCRUM_CA           a file with the certificate authority, or
FULCRUM_FINGERPRINT  the certificate's SHA-256
or a file of the same names, one NAME=value a line, closed to others (mode 0600): ~/.config/fulcrum
(FULCRUM_CONFIG names another).`

const COMMANDS = ['status', 'drain', 'halt', 'online', 'apply', 'commit', 'help'] as const

export interface Command {
  name: (typeof COMMANDS)[number]
  /** What is named: a service, service/server, a file. */
  what?: string
  address?: string
  wait: boolean
  /** Seconds that --wait waits at most. */
  timeout: number
  plan: boolean
  json: boolean
}

const LONGEST_WAIT = 3600

/** Throws `Usage` with a whole sentence. */
export function parsedWords(words: readonly string[]): Command {
  const [first = 'help', ...rest] = words
  const name = COMMANDS.find((c) => c === first.replace(/^(--help|-h)$/, 'help'))
  if (!name) throw new Usage(`There is no command ${first}.`)
  const command: Command = { name, wait: false, timeout: LONGEST_WAIT, plan: false, json: false }
  while (rest.length) take(command, rest)
  check(command)
  return command
}

/** Takes one option or name off the front. */
function take(command: Command, rest: string[]): void {
  const word = rest.shift() ?? ''
  const value = () => {
    const next = rest.shift()
    if (next === undefined) throw new Usage(`${word} needs a value.`)
    return next
  }
  if (word === '--json') command.json = true
  else if (word === '--wait') command.wait = true
  else if (word === '--plan') command.plan = true
  else if (word === '--address') command.address = value()
  else if (word === '--timeout') command.timeout = secondsIn(value())
  else if (word.startsWith('-')) throw new Usage(`There is no option ${word}.`)
  else if (command.what !== undefined) throw new Usage(`${word} is one name too many.`)
  else command.what = word
}

function secondsIn(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new Usage(`${text} is no number of seconds.`)
  return Number(text)
}

function check({ name, what, address, wait, plan }: Command): void {
  const sets = name === 'drain' || name === 'halt' || name === 'online'
  if (sets && (what === undefined) === (address === undefined))
    throw new Usage(`${name} needs either <service>/<server> or --address <ip>.`)
  if (sets && what !== undefined && !/^[^/]+\/[^/]+$/.test(what))
    throw new Usage(`${what} has to be <service>/<server>.`)
  if (!sets && address !== undefined) throw new Usage(`${name} takes no --address.`)
  if (wait && name !== 'drain') throw new Usage('--wait goes with drain.')
  if (plan && name !== 'apply') throw new Usage('--plan goes with apply.')
  if (name === 'apply' && what === undefined) throw new Usage('apply needs a file.')
  if (name === 'commit' && what !== undefined) throw new Usage('commit takes no name.')
}
