// A network of namespaces on one bridge: the guides' own addresses, on this kernel or in a VM, removed at the end.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { HERE, type Host } from './host.ts'
import { Namespace } from './namespace.ts'
import { addressOf, networkScript, type Plan, SWITCH } from './network.ts'

export type { Plan }

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
  readonly folder: string
  private readonly id = `${prefix()}-${process.pid.toString(36)}${labs++}`
  private readonly machines: ReadonlyMap<string, Namespace>
  private readonly disks: string[] = []

  /** Makes the machines of the plan, with loopback up and all on one bridge. */
  constructor(
    private readonly plan: Plan,
    readonly host: Host = HERE,
  ) {
    this.folder = host.makeFolder()
    chmodSync(this.folder, 0o755) // the appliance's unprivileged users walk through it
    const machine = (name: string) => new Namespace(this.nameOf(name), this.folder, host)
    this.machines = new Map([SWITCH, ...Object.keys(plan)].map((name) => [name, machine(name)]))
    this.connect()
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

  addressOf = (name: string): string => addressOf(this.plan, name)

  /** Makes the network; again, when its host was restarted. Throws with what `ip` said. */
  connect(): void {
    const [file = '', ...args] = this.host.command(['sh', '-s'])
    const input = networkScript(this.plan, this.nameOf)
    const { status, stderr } = spawnSync(file, args, { encoding: 'utf8', input })
    if (status !== 0) throw new Error(`the network could not be made: ${stderr}`)
  }

  /** Ends all that runs in the lab and removes it. */
  async remove(): Promise<void> {
    for (const machine of this.machines.values()) await machine.remove()
    for (const disk of this.disks) must('umount', '-l', disk)
    rmSync(this.folder, { recursive: true, force: true })
  }

  private nameOf = (machine: string): string => `${this.id}-${machine}`
}

/** Ends and removes every namespace of a run, also those of a suite that was killed. */
export async function removeAllLabs(runPrefix: string): Promise<void> {
  const { stdout } = spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' })
  const names = stdout.split('\n').flatMap((line) => line.split(' ')[0] || [])
  for (const name of names.filter((n) => n.startsWith(`${runPrefix}-`)))
    await new Namespace(name, tmpdir(), HERE).remove()
}

function must(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
}
