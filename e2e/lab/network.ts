// A network of namespaces as one script: run once, wherever that is, it makes the machines with their bridges and addresses.

/** Addresses with prefix: of the one card `eth0`, or by card. `eth0` of all machines is on one bridge, `eth1` on another. */
export type Machine = readonly string[] | Readonly<Record<string, readonly string[]>>

/** Name of a machine to its addresses; the first is the one others know it by. */
export type Plan = Readonly<Record<string, Machine>>

/** What others know a machine by: its first address. Throws when the plan has none. */
export function addressOf(plan: Plan, name: string): string {
  const [[, [address] = []] = []] = cardsOf(plan[name] ?? [])
  if (!address) throw new Error(`the plan has no address of ${name}`)
  return address.replace(/\/.*/, '')
}

/** The machine that has the bridges. */
export const SWITCH = 'net'

/** Shell text that makes the plan's machines, with loopback up; `nameOf` names their namespaces. */
export function networkScript(plan: Plan, nameOf: (machine: string) => string): string {
  const machines = Object.entries(plan).map(([name, machine]) => [nameOf(name), cardsOf(machine)] as const)
  const cards = machines.flatMap(([name, own]) => own.map(([card]) => ({ name, card })))
  const names = [nameOf(SWITCH), ...machines.map(([name]) => name)]
  return [
    'set -e',
    batch('', names.map(added)),
    batch(`-n ${nameOf(SWITCH)}`, [LOOPBACK, ...bridges(cards), ...cards.flatMap(plug)]),
    ...machines.map(([name, own]) => batch(`-n ${name}`, [LOOPBACK, ...own.flatMap(addresses)])),
  ].join('\n')
}

interface Card {
  name: string
  card: string
}

const added = (name: string): string => `netns add ${name}`
const LOOPBACK = 'link set lo up'
const isOneCard = (machine: Machine): machine is readonly string[] => Array.isArray(machine)
const cardsOf = (machine: Machine): [string, readonly string[]][] =>
  Object.entries(isOneCard(machine) ? { eth0: machine } : machine)
const bridgeOf = (card: string): string => card.replace('eth', 'br')

const bridges = (cards: readonly Card[]): string[] =>
  [...new Set(cards.map(({ card }) => bridgeOf(card)))].flatMap((bridge) => [
    `link add ${bridge} type bridge`,
    `link set ${bridge} up`,
  ])

const plug = ({ name, card }: Card, index: number): string[] => [
  `link add v${index} type veth peer name ${card} netns ${name}`,
  `link set v${index} master ${bridgeOf(card)} up`,
]

const addresses = ([card, all]: [string, readonly string[]]): string[] => [
  ...all.map((address) => `addr add ${address} dev ${card}${address.includes(':') ? ' nodad' : ''}`),
  `link set ${card} up`,
]

/** Many commands by one process: in the VM each costs. */
const batch = (options: string, lines: readonly string[]): string =>
  `ip ${options} -batch - <<'IP'\n${lines.join('\n')}\nIP`
