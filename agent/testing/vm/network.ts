// In the VM: a bridge for clients and servers, another for servers behind the appliance, and a program in each namespace.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Namespace } from '../namespace.ts'

const PEER = process.env.FULCRUM_BUNDLES
  ? `${process.env.FULCRUM_BUNDLES}/peer.mjs`
  : new URL('./peer.mjs', import.meta.url).pathname

/** Where an address is, and on which bridge. */
interface Card {
  bridge: string
  addresses: readonly string[]
}

export interface Asked {
  protocol?: 'tcp' | 'udp'
  address: string
  port: number
  /** The client's own address. */
  from?: string
  within?: number
  /** TCP: name by which the connection is kept. */
  keep?: string
  /** UDP: so many, one after another from one port. */
  packets?: number
}

export class Peer {
  private readonly child: ChildProcess
  private readonly waiting = new Map<number, (answer: unknown) => void>()
  private next = 0

  constructor(readonly namespace: Namespace) {
    this.child = namespace.start([process.execPath, PEER, namespace.name.replace(/^l4-/, '')])
    const lines = this.child.stdout && createInterface({ input: this.child.stdout })
    lines?.on('line', (line) => {
      const { id, answer } = JSON.parse(line) as { id: number; answer: unknown }
      this.waiting.get(id)?.(answer)
      this.waiting.delete(id)
    })
  }

  private order<T>(what: object): Promise<T> {
    const id = this.next++
    return new Promise((resolve) => {
      this.waiting.set(id, (answer) => resolve(answer as T))
      this.child.stdin?.write(`${JSON.stringify({ id, ...what })}\n`)
    })
  }

  listen = (protocol: 'tcp' | 'udp', address: string, port: number) =>
    this.order<string>({ do: 'listen', protocol, address, port })
  /** `rs1 10.9.0.10 80`: the server's name, the client it saw, the port it was asked on; otherwise what happened. */
  ask = (asked: Asked) => this.order<string>({ do: 'ask', ...asked })
  say = (keep: string, within?: number) => this.order<string>({ do: 'say', keep, within })
  load = (asked: Asked) => this.order<null>({ do: 'load', ...asked })
  stop = () =>
    this.order<{ asked: number; failed: string[]; servers: Record<string, number> }>({ do: 'stop' })
  end = () => this.child.stdin?.end()
}

function namespaceOf(name: string): Namespace {
  const within = (command: readonly string[]) => ['netns', 'exec', name, ...command]
  return {
    name,
    run: (...command) => execFileSync('ip', within(command), { encoding: 'utf8' }),
    start: (command, env = {}) =>
      spawn('ip', within(command), { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] }),
    remove: () => void execFileSync('ip', ['netns', 'del', name]),
  }
}

/** One `ip -batch` for all: each program costs some 25 ms there. */
export function makeNetwork<N extends string>(plan: Record<N, readonly Card[]>): Record<N, Namespace> {
  const names = Object.keys(plan) as N[]
  const bridges = [...new Set(names.flatMap((n) => plan[n].map((c) => c.bridge)))]
  batch(
    [],
    [
      ...names.map((n) => `netns add l4-${n}`),
      ...bridges.flatMap((b) => [`link add ${b} type bridge`, `link set ${b} up`]),
      ...names.flatMap((n, i) =>
        plan[n].flatMap((c, j) => [
          `link add l4v${i}${j} type veth peer name eth${j} netns l4-${n}`,
          `link set l4v${i}${j} master ${c.bridge} up`,
        ]),
      ),
    ],
  )
  for (const n of names)
    batch(
      ['-n', `l4-${n}`],
      [
        'link set lo up',
        ...plan[n].flatMap((c, j) => [
          ...c.addresses.map((a) => `addr add ${a} dev eth${j}${a.includes(':') ? ' nodad' : ''}`),
          `link set eth${j} up`,
        ]),
      ],
    )
  return Object.fromEntries(names.map((n) => [n, namespaceOf(`l4-${n}`)])) as Record<N, Namespace>
}

export function removeNetwork(namespaces: readonly Namespace[], bridges: readonly string[]): void {
  for (const n of namespaces) n.remove()
  batch(
    [],
    bridges.map((b) => `link del ${b}`),
  )
}

const batch = (options: readonly string[], lines: readonly string[]): void =>
  void execFileSync('ip', [...options, '-batch', '-'], { input: `${lines.join('\n')}\n` })
