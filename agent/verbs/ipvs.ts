// Verb: the kernel's Layer 4 table: whether there is one, what stands in it, and changes to it by ipvsadm.
import { existsSync } from 'node:fs'
import { NO_IPVS, parseIpvs } from '../../lib/areas/layer4/answers.ts'
import type { IpvsService } from '../../lib/model/observed.ts'
import { textOf } from './files.ts'
import { outputOf, run } from './run.ts'
import { isExecutable } from './scripts.ts'

const IPVSADM = '/usr/sbin/ipvsadm'
const NFT = '/usr/sbin/nft'
const MODPROBE = '/usr/sbin/modprobe'
const PROGRAMS = { keepalived: '/usr/sbin/keepalived', ipvsadm: IPVSADM, nftables: NFT }
const TABLE = '/proc/net/ip_vs'
/** How long an answer that there is none holds, in milliseconds: somebody may load the module. */
const ASK_AGAIN = 30_000

const hasTable = (): boolean => existsSync(TABLE)

let asked = { at: Number.NEGATIVE_INFINITY, missing: '' }

/** What this machine lacks for Layer 4, in words; empty where it can. Loads the kernel's module where it is not. */
export async function missingForLayer4(): Promise<string> {
  if (asked.missing === '' && asked.at > 0 && hasTable()) return ''
  if (performance.now() - asked.at < ASK_AGAIN) return asked.missing
  const gone = Object.entries(PROGRAMS).find(([, path]) => !isExecutable(path))
  if (!gone && !hasTable() && isExecutable(MODPROBE)) await run(MODPROBE, ['-q', 'ip_vs'])
  const missing = gone ? `the Debian package ${gone[0]} is not installed` : hasTable() ? '' : NO_IPVS
  asked = { at: performance.now(), missing }
  return missing
}

/** Reads the table; the same list again where the kernel's own text is the same. */
export class IpvsTable {
  private text = ''
  private services: IpvsService[] = []

  async read(): Promise<IpvsService[]> {
    const text = textOf(TABLE) ?? ''
    if (text === this.text) return this.services
    // The kernel's text counts in ticks whose length it does not tell, so ipvsadm is asked; but only where something changed.
    this.services = parseIpvs(await outputOf(IPVSADM, ['-L', '-n', '--exact']))
    this.text = text
    return this.services
  }
}

/** Changes the table: each list is the arguments of one ipvsadm. Throws with its words. */
export async function changeTable(edits: readonly (readonly string[])[]): Promise<void> {
  for (const words of edits) await outputOf(IPVSADM, words)
}
