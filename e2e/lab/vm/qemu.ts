// QEMU for the lab's VM: what it gets to see of this machine, and how it is reached from here.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { PASSWORD } from '../appliance.ts'
import { makeDisk } from './disk.ts'
import { kernel, makeInitrd } from './kernel.ts'

/** Ports of this machine, on loopback: for commands, and for browsers (port 9443 of the VM's card `door`). */
export interface Ports {
  control: number
  door: number
}

/** The ports of a VM, as its start wrote them down. */
export const ports = (home: string): Ports =>
  JSON.parse(readFileSync(join(home, 'ports.json'), 'utf8')) as Ports

/** Starts QEMU with what it needs in the folder: an initrd, a disk, a secret for commands. Throws when there is no QEMU. */
export async function startQemu(home: string): Promise<ChildProcess> {
  mkdirSync(join(home, 'shared'))
  writeFileSync(join(home, 'serial.log'), '')
  writeFileSync(join(home, 'token'), randomBytes(16).toString('hex'), { mode: 0o600 })
  const free: Ports = { control: await freePort(), door: await freePort() }
  writeFileSync(join(home, 'ports.json'), JSON.stringify(free))
  const { image, modules } = kernel()
  makeInitrd({ image, modules }, join(home, 'initrd'))
  await makeDisk(join(home, 'disk'), PASSWORD)
  const output = openSync(join(home, 'qemu.log'), 'w')
  const machine = qemuOptions(home, image, modules, free)
  // The kernel ends it when we end, also when we are killed.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'qemu-system-x86_64', ...machine], {
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  await once(child, 'spawn')
  return child
}

function qemuOptions(home: string, image: string, modules: string, { control, door }: Ports): string[] {
  const guest = join(import.meta.dirname, 'guest.sh')
  const words = `console=ttyS0 quiet mitigations=off vm=${home} modules=${modules} node=${process.execPath} guest=${guest}`
  const share = (tag: string, path: string, readonly: 'on' | 'off') =>
    `local,path=${path},mount_tag=${tag},security_model=passthrough,readonly=${readonly},multidevs=remap`
  const card = (net: string, from: number, to: number) =>
    `user,model=virtio-net-pci,restrict=on,ipv6=off,net=${net},hostfwd=tcp:127.0.0.1:${from}-:${to}`
  return [
    ...['-accel', 'tcg,thread=multi', '-cpu', 'max', '-smp', '2', '-m', '3072'],
    ...['-display', 'none', '-monitor', 'none', '-serial', `file:${join(home, 'serial.log')}`],
    ...['-kernel', image, '-initrd', join(home, 'initrd'), '-append', words],
    ...['-virtfs', share('root', '/', 'on'), '-virtfs', share('shared', join(home, 'shared'), 'off')],
    ...['-nic', card('10.0.2.0/24', control, 7000), '-nic', card('198.19.255.0/24', door, 9443)],
    ...['-drive', `file=${join(home, 'disk')},format=raw,if=virtio,cache=unsafe`],
  ]
}

/** A port of loopback that nobody listens on now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject()))
    })
  })
}
