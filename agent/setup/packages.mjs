// Debian's and npm's packages, installed only where they are missing. Plain Node without packages.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

const say = (text) => console.log(`${`${process.uptime().toFixed(1)} s`.padStart(8)}  ${text}`)

/**
 * Installs the packages whose probe file is missing, without recommended ones and without starting or
 * enabling their services: the daemons are started by the agent, privately.
 */
export async function installDebianPackages(probes) {
  const missing = Object.keys(probes).filter((name) => !existsSync(probes[name]))
  if (!missing.length) return
  say(`Installing Debian packages: ${missing.join(' ')}`)
  const restore = forbidServiceStarts()
  try {
    await aptInstall(missing)
  } finally {
    restore()
  }
  disableServices(missing)
}

/** Debian asks policy-rc.d before a package starts its service; 101 means no. Returns what undoes it. */
function forbidServiceStarts() {
  const policy = '/usr/sbin/policy-rc.d'
  const kept = `${policy}.before-fulcrum`
  if (existsSync(policy)) renameSync(policy, kept)
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  const restore = () => {
    if (existsSync(kept)) renameSync(kept, policy)
    else rmSync(policy, { force: true })
    process.off('exit', restore).off('SIGINT', interrupted).off('SIGTERM', interrupted)
  }
  const interrupted = () => process.exit(130)
  process.on('exit', restore).on('SIGINT', interrupted).on('SIGTERM', interrupted)
  return restore
}

/** Lists that are missing or old show as a failed install, so they are only fetched then. */
async function aptInstall(names) {
  const install = ['install', '-y', '-q', '--no-install-recommends', ...names]
  if ((await apt(install)).code === 0) return
  say('Fetching Debian package lists')
  await apt(['update', '-q'])
  const again = await apt(install)
  if (again.code !== 0) throw plain(`Debian packages could not be installed:\n${again.output.slice(-3000)}`)
}

const apt = (args) =>
  capture('apt-get', ['-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    onLine: (line) => /^Unpacking /.test(line) && say(`  ${line.replace(/ \.\.\.$/, '')}`),
  })

/** The packages' own services must not come at the next boot either: the same as `systemctl disable`, which a bare machine lacks. */
function disableServices(names) {
  const services = {
    haproxy: 'haproxy.service',
    'nginx-light': 'nginx.service',
    keepalived: 'keepalived.service',
    ipvsadm: 'ipvsadm.service',
    freeradius: 'freeradius.service',
    'samba-ad-dc': ['samba-ad-dc.service', 'smbd.service', 'nmbd.service', 'winbind.service'],
  }
  for (const service of names.flatMap((name) => services[name] ?? []))
    rmSync(`/etc/systemd/system/multi-user.target.wants/${service}`, { force: true })
}

/** Whether node_modules is what the lock file says: npm notes what it installed in a hidden lock file. */
export function npmPackagesAreFresh() {
  if (!existsSync('node_modules/.package-lock.json')) return false
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages
  const installed = JSON.parse(readFileSync('node_modules/.package-lock.json', 'utf8')).packages
  const same = ([path, entry]) => installed[path]?.version === entry.version
  return Object.entries(wanted)
    .filter(([path, entry]) => path && !entry.optional && !entry.devOptional && !entry.peer)
    .every((entry) => same(entry) && existsSync(entry[0]))
}

/** `npm ci` by the npm that runs us, where node_modules is not what the lock file says. */
export async function installNpmPackages() {
  if (npmPackagesAreFresh()) return
  say('Installing npm packages (about half a minute)')
  const npm = process.env.npm_execpath
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const [file, all] = npm ? [process.execPath, [npm, ...args]] : ['npm', args]
  const { code, output } = await capture(file, all, {})
  if (code !== 0) throw plain(`npm packages could not be installed:\n${output.slice(-3000)}`)
}

/** Runs a program to its end; its output is kept, and every line told. */
function capture(file, args, { env, onLine }) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
        if (onLine) text.split('\n').forEach(onLine)
      })
    child.on('error', reject).on('close', (code) => resolve({ code, output }))
  })
}

const plain = (message) => Object.assign(new Error(message), { plain: true })
