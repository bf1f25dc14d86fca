// The lab's VM: Debian's stock kernel under software emulation, with this machine's root below it, read-only. It brings what this kernel may lack: IPVS above all.
import { type ChildProcess, execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Host } from '../host.ts'
import type { Namespace } from '../namespace.ts'
import { DISK } from './disk.ts'
import { command } from './kernel.ts'
import { ports, startQemu } from './qemu.ts'

const BOOT_LIMIT = 120_000
const AT = join(import.meta.dirname, 'at.mjs')

export class Vm implements Host {
  /** The VM whose own folder this is; it runs already. */
  constructor(
    readonly home: string,
    private readonly qemu?: ChildProcess,
  ) {}

  /** Boots one and waits until it takes commands. It ends with this process, however that ends. */
  static async boot(): Promise<Vm> {
    const home = mkdtempSync(join(tmpdir(), 'vm-'))
    chmodSync(home, 0o755) // the appliance's unprivileged users walk through it
    process.once('exit', () => rmSync(home, { recursive: true, force: true }))
    const vm = new Vm(home, await startQemu(home))
    await vm.ready()
    return vm
  }

  get pid(): number | undefined {
    return this.qemu?.pid
  }

  /** Where this machine reaches the `door`, on loopback. */
  get doorPort(): number {
    return ports(this.home).door
  }

  /** What the kernel and the guest script said. */
  serial = (): string => readFileSync(join(this.home, 'serial.log'), 'utf8')

  makeFolder = (): string => mkdtempSync(join(this.home, 'shared', 'lab-'))

  places = (folder: string) => ({ state: join(DISK, basename(folder)), run: join('/run', basename(folder)) })

  command = (args: readonly string[]): string[] => [process.execPath, AT, this.home, ...args]

  async ask(socket: string, text: string): Promise<string> {
    const [file = '', ...args] = this.command(['socat', '-t', '9', '-', `UNIX-CONNECT:${socket}`])
    const asked = promisify(execFile)(file, args)
    asked.child.stdin?.end(text)
    return (await asked).stdout
  }

  /** Runs a program outside of every namespace and answers its output. Throws with its words when it fails. */
  must = (args: readonly string[]): string => command(this.command(args))

  /** Lets this machine reach an address and port of the VM (`192.168.85.100:9443`) as the client does: through a second card of it. */
  openDoor(client: Namespace, to: string): void {
    this.must(['sh', '-c', DOOR, 'sh', client.name, to])
  }

  /** Everything is asked to end, then the VM starts anew with the same disk; namespaces are gone as on any machine. */
  async reboot(): Promise<void> {
    const before = this.bootId()
    const script =
      'trap "" TERM; sleep 1; kill -TERM -1; sleep 1; sync; cd /proc; echo u >sysrq-trigger; echo b >sysrq-trigger'
    this.must(['setsid', '--fork', 'sh', '-c', script])
    await this.ready(before)
  }

  /** Ends the VM and removes what it kept. */
  async end(): Promise<void> {
    const { qemu } = this
    if (qemu && qemu.exitCode === null && qemu.signalCode === null) {
      const gone = new Promise((resolve) => qemu.once('exit', resolve))
      qemu.kill('SIGKILL')
      await gone
    }
    rmSync(this.home, { recursive: true, force: true })
  }

  /** The boot in which the VM took commands last. */
  private bootId = (): string | undefined =>
    [...this.serial().matchAll(/takes commands in boot (\S+)/g)].at(-1)?.[1]

  /** Waits until it takes commands, after a boot other than `before`. Throws with its last words when it does not. */
  private async ready(before?: string): Promise<void> {
    for (const end = Date.now() + BOOT_LIMIT; Date.now() < end; await sleep(100)) {
      const id = this.bootId()
      if (id !== undefined && id !== before) return
      if (this.qemu?.exitCode != null || this.serial().includes('Kernel panic')) break
    }
    throw new Error(`the VM did not get ready:\n${this.serial().slice(-3000)}`)
  }
}

/** The card comes back by itself from a namespace that was removed, after a while. */
const DOOR = `
  ip -n "$1" link show door >/dev/null 2>&1 && exit
  for try in $(seq 50); do ip link set door netns "$1" 2>/dev/null && break; sleep 0.1; done
  exec nsenter --net="/run/netns/$1" sh -ec '
    ip addr add 198.19.255.15/24 dev door
    ip link set door up
    echo 1 >/proc/sys/net/ipv4/ip_forward
    exec nft -f -' <<NFT
table ip door {
  chain in {
    type nat hook prerouting priority dstnat
    iifname door tcp dport 9443 dnat to $2
  }
  chain out {
    type nat hook postrouting priority srcnat
    iifname door masquerade
  }
}
NFT`
