// Verb: bring addresses up and take them down; never one that was there before us.
import { networkInterfaces } from 'node:os'
import { z } from 'zod'
import { canonicalAddress, isIPv6 } from '../../lib/model/address.ts'
import type { Facts } from '../../lib/model/facts.ts'
import { say } from '../log.ts'
import { ANNOUNCE } from './announce.ts'
import { textOf, writeWhole } from './files.ts'
import { outputOf, run } from './run.ts'
import { isExecutable } from './scripts.ts'

const ipAnswer = z.array(
  z.object({
    ifname: z.string().optional(),
    flags: z.array(z.string()).optional(),
    mtu: z.number().optional(),
    addr_info: z
      .array(z.object({ local: z.string().optional(), prefixlen: z.number().optional() }))
      .optional(),
  }),
)
export interface OwnAddress {
  address: string
  interface: string
}
const ownAddresses = z.array(z.strictObject({ address: z.string(), interface: z.string() }))

/** The addresses that Fulcrum brought up since the machine started. */
export const ownAddressesIn = (file: string): OwnAddress[] =>
  ownAddresses.parse(JSON.parse(textOf(file) ?? '[]'))

const saveOwn = (file: string, all: readonly OwnAddress[]): void =>
  writeWhole(file, JSON.stringify(all), 0o644)

/** Every interface with its addresses. Throws with the words of `ip` when that fails. */
export async function interfaces(file: string): Promise<Facts['interfaces']> {
  const own = ownAddressesIn(file)
  const answer = ipAnswer.parse(JSON.parse(await outputOf('/usr/sbin/ip', ['-j', 'addr', 'show'])))
  return answer.map((i) => ({
    name: i.ifname ?? '',
    up: (i.flags ?? []).includes('UP'),
    ...(i.mtu === undefined ? {} : { mtu: i.mtu }),
    addresses: (i.addr_info ?? []).flatMap((a) => {
      if (a.local === undefined) return []
      const address = canonicalAddress(a.local)
      const ours = own.some((o) => o.address === address && o.interface === i.ifname)
      return [{ address, prefix: a.prefixlen ?? 0, ours }]
    }),
  }))
}

/**
 * The same again and again without starting a program each time: `ip` is asked again when the kernel's list of
 * addresses that are up differs, or its last answer is `freshness` milliseconds old.
 */
export function interfaceWatch(
  file: string,
  freshness = 10_000,
): (fresh: boolean) => ReturnType<typeof interfaces> {
  let key = ''
  let at = 0
  let seen: Facts['interfaces'] = []
  return async (fresh) => {
    const now = `${JSON.stringify(networkInterfaces())} ${textOf(file)}`
    if (fresh || now !== key || Date.now() - at > freshness) {
      seen = await interfaces(file)
      key = now
      at = Date.now()
    }
    return seen
  }
}
/** perl-base is on every Debian machine, and can send packets of its own making. */
const PERL = '/usr/bin/perl'

const withMask = (address: string): string => `${address}/${isIPv6(address) ? 128 : 32}`

/** Brings it up unless the machine has it. Ownership is noted before, so that a kill in between leaves none behind. */
export async function addAddress(file: string, wanted: OwnAddress): Promise<void> {
  const there = (await interfaces(file)).some((i) => i.addresses.some((a) => a.address === wanted.address))
  if (there) return
  saveOwn(file, [...ownAddressesIn(file).filter((o) => o.address !== wanted.address), wanted])
  // Deprecated: by its longer prefix it would else be the source of what the appliance itself begins, and a server
  // behind Direct Routing, which has the same address, would never answer a check.
  const options = isIPv6(wanted.address) ? ['nodad', 'preferred_lft', '0'] : []
  await outputOf('/usr/sbin/ip', [
    'addr',
    'add',
    withMask(wanted.address),
    'dev',
    wanted.interface,
    ...options,
  ])
  await announce(wanted)
}

/** Tells the neighbours where the address is now; they would send to its former holder for minutes. */
async function announce(wanted: OwnAddress): Promise<void> {
  if (wanted.interface === 'lo' || !isExecutable(PERL)) return
  const ended = await run(PERL, ['-e', ANNOUNCE, wanted.interface, wanted.address], '/', 5000)
  if (ended.code !== 0) say(`${wanted.address} could not be announced: ${ended.errors.trim()}`)
}

/**
 * Takes it down if we brought it up, and says how it went. Its connections are closed with RST first: their
 * clients would hang otherwise.
 */
export async function removeAddress(file: string, gone: OwnAddress): Promise<string> {
  const own = ownAddressesIn(file)
  if (!own.some((o) => o.address === gone.address && o.interface === gone.interface))
    return `${gone.address} stays: it was there before Fulcrum.`
  const open = await connectionsOn(gone.address)
  if (open > 0) await run('/usr/bin/ss', ['-K', 'src', inFilter(gone.address)])
  const left = open > 0 ? await connectionsOn(gone.address) : 0
  const present = (await interfaces(file)).find((i) => i.name === gone.interface)
  if (present?.addresses.some((a) => a.address === gone.address))
    await outputOf('/usr/sbin/ip', ['addr', 'del', withMask(gone.address), 'dev', gone.interface])
  saveOwn(
    file,
    own.filter((o) => o.address !== gone.address),
  )
  return removalSentence(gone, open, left)
}

function removalSentence(gone: OwnAddress, open: number, left: number): string {
  const taken = `${gone.address} was taken off ${gone.interface}`
  if (open === 0) return `${taken}; nobody was connected to it.`
  if (left === 0)
    return `${taken}; ${open === 1 ? 'one open connection was' : `${open} open connections were`} closed.`
  return `${taken}; the kernel could not close ${left} of its ${open} open connections, which will time out.`
}

/** As `ss` reads it. */
const inFilter = (address: string): string => (isIPv6(address) ? `[${address}]` : address)

async function connectionsOn(address: string): Promise<number> {
  const answer = await outputOf('/usr/bin/ss', ['-Htn', 'state', 'established', 'src', inFilter(address)])
  return answer.split('\n').filter(Boolean).length
}
