// Debian's stock kernel for the VM: fetched once, unpacked beside the checkout, never installed.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const CACHE = '/var/cache/fulcrum-lab'

/** What the initrd loads before it can see this machine's root, in this order. */
const EARLY = [
  ...['virtio_ring', 'virtio', 'virtio_pci_modern_dev', 'virtio_pci_legacy_dev', 'virtio_pci'],
  ...['netfs', 'fscache', '9pnet', '9pnet_virtio', '9p', 'overlay', 'failover', 'net_failover', 'virtio_net'],
]

export interface Kernel {
  image: string
  /** The folder that is /lib/modules in the VM. */
  modules: string
}

/** The kernel that lies in the cache, or the one Debian has now. Throws with apt's words when it cannot be fetched. */
export function kernel(): Kernel {
  const folder = join(CACHE, 'kernel')
  if (!existsSync(folder)) fetchKernel(folder)
  const image = readdirSync(join(folder, 'boot')).find((name) => name.startsWith('vmlinuz-'))
  if (!image) throw new Error(`there is no kernel in ${folder}: remove that folder`)
  return { image: join(folder, 'boot', image), modules: join(folder, 'lib/modules') }
}

function fetchKernel(folder: string): void {
  const fresh = `${folder}.${process.pid}`
  mkdirSync(fresh, { recursive: true })
  command(['apt-get', 'download', '-q', kernelPackage()], fresh)
  const archive = readdirSync(fresh).find((name) => name.endsWith('.deb')) ?? ''
  command(['dpkg', '-x', archive, '.'], fresh)
  rmSync(join(fresh, archive))
  command(['depmod', '-b', '.', ...readdirSync(join(fresh, 'lib/modules'))], fresh) // in the VM it takes a minute
  renameSync(fresh, folder) // whole or not there at all
}

/** What the package of the newest stock kernel is called, for example linux-image-6.1.0-56-amd64. */
function kernelPackage(): string {
  const asked = () => /Depends: (\S+)/.exec(command(['apt-cache', 'depends', 'linux-image-amd64']))?.[1]
  const found = asked()
  if (found) return found
  command(['apt-get', 'update', '-q'])
  const fetched = asked()
  if (!fetched) throw new Error('Debian’s lists have no linux-image-amd64')
  return fetched
}

/** Writes the initrd: busybox, `init` and the few modules that it loads. */
export function makeInitrd({ modules }: Kernel, file: string): void {
  const tree = `${file}.tree`
  for (const made of ['bin', 'modules', 'proc', 'sys', 'dev'])
    mkdirSync(join(tree, made), { recursive: true })
  copyFileSync('/usr/bin/busybox', join(tree, 'bin/busybox'))
  copyFileSync(join(import.meta.dirname, 'init'), join(tree, 'init'))
  const all = readdirSync(modules, { recursive: true, encoding: 'utf8' })
  for (const name of EARLY) {
    const path = all.find((one) => one.endsWith(`/${name}.ko`))
    if (path) copyFileSync(join(modules, path), join(tree, 'modules', `${name}.ko`))
  }
  writeFileSync(join(tree, 'modules/order'), EARLY.join('\n'))
  command(['sh', '-c', `find . | cpio --quiet -o -H newc > '${file}'`], tree)
  rmSync(tree, { recursive: true })
}

/** Runs a program to its end and answers its output. Throws with its words when it fails. */
export function command([file = '', ...args]: readonly string[], cwd?: string): string {
  const { status, stdout, stderr, error } = spawnSync(file, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${status}: ${stderr ?? error}`)
  return stdout
}
