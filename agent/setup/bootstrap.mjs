#!/usr/bin/env node
// Entry of `npm start`, `npm run down`, `npm run demo`, `npm run lab`, `npm test` and `npm run build`: plain Node without packages, because on a fresh machine there are none yet. Gets the machine as far as TypeScript and hands over.
import { fileURLToPath } from 'node:url'
import { installDebianPackages, installNpmPackages, npmPackagesAreFresh } from './packages.mjs'

/** What each command needs of Debian, and the file that runs it. `probe` tells that a package is there. */
const RUN = {
  haproxy: '/usr/sbin/haproxy',
  'nginx-light': '/usr/sbin/nginx',
  dcmtk: '/usr/bin/echoscu',
  iproute2: '/usr/bin/ss',
  openssl: '/usr/bin/openssl',
  keepalived: '/usr/sbin/keepalived',
  ipvsadm: '/usr/sbin/ipvsadm',
  nftables: '/usr/sbin/nft',
}
const TEST = {
  ...RUN,
  chromium: '/usr/bin/chromium',
  'firefox-esr': '/usr/bin/firefox-esr',
  curl: '/usr/bin/curl',
  socat: '/usr/bin/socat',
  'qemu-system-x86': '/usr/bin/qemu-system-x86_64',
  'busybox-static': '/usr/bin/busybox',
  cpio: '/usr/bin/cpio',
  kmod: '/usr/sbin/depmod',
  e2fsprogs: '/usr/sbin/mke2fs',
  slapd: '/usr/sbin/slapd',
  'ldap-utils': '/usr/bin/ldapadd',
  freeradius: '/usr/sbin/freeradius',
  // Active Directory. Only recommended by samba, and so left out: its templates of a domain.
  'samba-ad-dc': '/usr/share/doc/samba-ad-dc',
  'samba-ad-provision': '/usr/share/samba/setup',
  'ldb-tools': '/usr/bin/ldbmodify',
}
const COMMANDS = {
  start: { debian: RUN, root: true },
  down: { debian: {}, root: true },
  demo: { debian: RUN, root: true },
  test: { debian: TEST, root: true },
  lab: { debian: TEST, root: true },
  build: { debian: {}, root: false },
}

/** One clear line for people, no stack. */
function refuse(line) {
  console.error(line)
  process.exit(1)
}

async function main(name) {
  const command = COMMANDS[name]
  if (!command) refuse(`Usage: node agent/setup/bootstrap.mjs ${Object.keys(COMMANDS).join(' | ')}`)
  if (process.platform !== 'linux') refuse('Fulcrum runs on Linux (Debian 12).')
  if (command.root && process.getuid() !== 0)
    refuse(
      `npm ${['start', 'test'].includes(name) ? name : `run ${name}`} must be run as root: it manages addresses and daemons.`,
    )
  process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
  if (name === 'down' && !npmPackagesAreFresh())
    refuse('Nothing was set up from this folder, so nothing is stopped.')
  await installDebianPackages(command.debian)
  await installNpmPackages()
  const { register } = await import('tsx/esm/api')
  register()
  const { run } = await import(`./${name}.ts`)
  await run()
}

/** An error that says `plain` was written for people; any other is a fault of ours and shows where. */
main(process.argv[2]).catch((error) => refuse(error?.plain ? error.message : (error?.stack ?? String(error))))
