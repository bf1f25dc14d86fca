// A network of namespaces on one bridge: the guides' own addresses, on this kernel, removed at the end.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Namespace } from './namespace.ts'

/** Name of a machine to its addresses with prefix; the first is the one others know it by. */
export type Plan = Record<string, readonly string[]>

/** The network of the OKI guide: a browser and clients, the appliance, three printers. */
export const OKI: Plan = {
  client: ['192.168.85.10/24', '2001:db8:85::10/64'],
  appliance: ['192.168.85.100/24', '2001:db8:85::100/64'],
  rs1: ['192.168.85.200/24'],
  rs2: ['192.168.85.201/24'],
  rs3: ['192.168.85.202/24'],
}

/** Every name of a run begins so; `npm test` sets it to find again what a killed suite left behind. */
const prefix = (): string => process.env.FULCRUM_LAB ?? `fl${process.pid.toString(36)}`
let labs = 0

export class Lab {
  readonly folder = mkdtempSync(join(tmpdir(), 'lab-'))
  private readonly id = `${prefix()}-${process.pid.toString(36)}${labs++}`
  private readonly machines = new Map<string, Namespace>()
  private readonly disks: string[] = []

  /** Makes the machines of the plan, with loopback up and all on one bridge. */
  constructor(plan: Plan) {
    chmodSync(this.folder, 0o755) // the appliance's unprivileged users walk through it
    const bridge = this.make('net')
    ip('-n', bridge.name, 'link', 'add', 'br0', 'type', 'bridge')
    ip('-n', bridge.name, 'link', 'set', 'br0', 'up')
    for (const [name, addresses] of Object.entries(plan)) this.connect(bridge, name, addresses)
  }

  at(name: string): Namespace {
    const machine = this.machines.get(name)
    if (!machine) throw new Error(`the lab has no machine ${name}`)
    return machine
  }

  /** Puts a small disk of its own, in megabytes, where a folder of a machine is to be; before anything is started there. */
  mount(folder: string, megabytes: number): void {
    mkdirSync(folder, { recursive: true })
    must('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder)
    this.disks.push(folder)
  }

  /** Ends all that runs in the lab and removes it. */
  async remove(): Promise<void> {
    for (const machine of this.machines.values()) await machine.remove()
    for (const disk of this.disks) must('umount', '-l', disk)
    rmSync(this.folder, { recursive: true, force: true })
  }

  private make(name: string): Namespace {
    const machine = new Namespace(`${this.id}-${name}`, this.folder)
    ip('netns', 'add', machine.name)
    this.machines.set(name, machine)
    ip('-n', machine.name, 'link', 'set', 'lo', 'up')
    return machine
  }

  private connect(bridge: Namespace, name: string, addresses: readonly string[]): void {
    const machine = this.make(name)
    const port = `v${this.machines.size}`
    ip('-n', bridge.name, 'link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', machine.name)
    ip('-n', bridge.name, 'link', 'set', port, 'master', 'br0', 'up')
    for (const address of addresses)
      ip(
        '-n',
        machine.name,
        'addr',
        'add',
        address,
        'dev',
        'eth0',
        ...(address.includes(':') ? ['nodad'] : []),
      )
    ip('-n', machine.name, 'link', 'set', 'eth0', 'up')
  }
}

/** Ends and removes every namespace of a run, also those of a suite that was killed. */
export async function removeAllLabs(runPrefix: string): Promise<void> {
  const { stdout } = spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' })
  const names = stdout.split('\n').flatMap((line) => line.split(' ')[0] || [])
  for (const name of names.filter((n) => n.startsWith(`${runPrefix}-`)))
    await new Namespace(name, tmpdir()).remove()
}

const ip = (...args: string[]): void => must('ip', ...args)

function must(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
}
