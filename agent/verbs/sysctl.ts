// Verb: settings of the kernel. What they were is noted, so that they are put back when nobody needs them any more.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { textOf, writeWhole } from './files.ts'

/** By key: what it was, and what we made it. Below /run, as the kernel's settings do not outlive it either. */
const noted = z.record(z.string(), z.strictObject({ was: z.string(), set: z.string() }))
type Noted = z.infer<typeof noted>

const pathOf = (key: string): string => join('/proc/sys', key)

/** The kernel's value; null where it has no such setting. Keys are paths below /proc/sys. */
export const sysctlValue = (key: string): string | null => textOf(pathOf(key))?.trim() ?? null

/** Sets what differs and reads it back. With `keep` settings made before stay; else those not named get their former values. */
export function setSysctls(file: string, wanted: ReadonlyMap<string, string>, keep = false): void {
  const before: Noted = noted.parse(JSON.parse(textOf(file) ?? '{}'))
  const after: Noted = keep ? { ...before } : kept(before, wanted)
  for (const [key, value] of wanted) {
    const was = sysctlValue(key)
    if (was === null || was === value) continue
    after[key] = { was: before[key]?.was ?? was, set: value }
  }
  if (JSON.stringify(before) !== JSON.stringify(after)) writeWhole(file, JSON.stringify(after), 0o600)
  for (const [key, value] of wanted) setOne(key, value)
  // Another value than ours is somebody else's will.
  for (const [key, { was, set }] of Object.entries(before))
    if (!(key in after) && sysctlValue(key) === set) setOne(key, was)
}

const kept = (before: Noted, wanted: ReadonlyMap<string, string>): Noted =>
  Object.fromEntries(Object.entries(before).filter(([key]) => wanted.has(key)))

/** A setting that is not there (its interface is gone) the read-back tells of. */
function setOne(key: string, value: string): void {
  const is = sysctlValue(key)
  if (is === value || is === null) return
  writeFileSync(pathOf(key), value)
  if (sysctlValue(key) !== value) throw new Error(`The kernel does not take ${value} for ${key}.`)
}
