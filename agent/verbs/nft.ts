// Verb: packet rules of Layer 4: check them, load them in one transaction, read them back, take them away.
import { join } from 'node:path'
import { rulesIn } from '../../lib/areas/layer4/answers.ts'
import { RULES_FILE } from '../../lib/areas/layer4/render.ts'
import { TABLE } from '../../lib/areas/layer4/rules.ts'
import type { Layer4Answer } from '../../lib/model/observed.ts'
import { Refusal } from '../machine.ts'
import { run } from './run.ts'

const NFT = '/usr/sbin/nft'
/** A thousand services on a slow and busy machine. */
const WITHIN = 60_000

/** Throws a Refusal with nft's words and the line they are about. */
export const checkRules = (folder: string): Promise<void> => take(['-c'], folder)

/** The table as a whole is another from one moment to the next. Throws a Refusal. */
export const loadRules = (folder: string): Promise<void> => take([], folder)

async function take(options: readonly string[], folder: string): Promise<void> {
  const ended = await run(NFT, [...options, '-f', join(folder, RULES_FILE)], '/', WITHIN)
  if (ended.code === null)
    throw new Refusal('layer4', `nft did not end within ${WITHIN / 1000} s.`, RULES_FILE)
  if (ended.code !== 0) throw refusalFrom(ended.errors)
}

/** nft names a file by what it was given: `/.../rules.nft:12:5-10: Error: syntax error`. */
export function refusalFrom(output: string): Refusal {
  const line = output.split('\n').find((l) => l.trim()) ?? 'nft gave no reason.'
  const m = /^\S*?:(\d+):[\d-]+: (?:Error: )?(.*)$/.exec(line)
  return m
    ? new Refusal('layer4', m[2] ?? line, RULES_FILE, Number(m[1]))
    : new Refusal('layer4', line, RULES_FILE)
}

export async function removeRules(): Promise<void> {
  if ((await readRules()) === null) return
  const ended = await run(NFT, ['delete', 'table', 'inet', TABLE])
  if (ended.code !== 0) throw refusalFrom(ended.errors)
}

/** What is loaded; null where our table is not there. */
export async function readRules(): Promise<Layer4Answer['rules']> {
  const ended = await run(NFT, ['-t', 'list', 'table', 'inet', TABLE])
  return ended.code === 0 ? rulesIn(ended.output) : null
}
