// Read back: what the running daemons answer, compared with what they were given.
import type { RenderedFile } from '../lib/model/file.ts'
import type { Difference, Raw } from '../lib/model/observed.ts'
import { type Step, UNIT_TITLES, type UnitName } from '../lib/model/step.ts'
import { CONFIGURED, digestOfUnit, isWeb } from './digests.ts'
import type { Generation } from './generations.ts'
import type { Machine } from './machine.ts'
import { observeAll, wantedAddresses } from './rules.ts'
import { pause } from './verbs/run.ts'

export interface ReadBack {
  /** Empty: it runs as it was said. */
  differences: Difference[]
  /** One sentence a unit or address. */
  sentences: string[]
  /** What was seen last; null where addresses are still to go. */
  seen: Raw | null
}

export interface Expectation {
  generation: Generation
  /** Own addresses that will be taken away once this is read back. */
  leaving: readonly string[]
  /** What is told of: the units and addresses of these steps. Absent: nothing. */
  steps?: readonly Step[]
  /** HAProxy's worker must have started after this, in milliseconds since 1970; absent where it was not reloaded. */
  workerSince?: number
}

const EVERY = 50

/** Asks until all is as expected, or for `patience` milliseconds: addresses, listeners and first answers take their time. */
export async function readBack(machine: Machine, expected: Expectation, patience: number): Promise<ReadBack> {
  const end = Date.now() + patience
  for (;;) {
    const raw = without(await machine.look(expected.generation.files), expected.leaving)
    const differences = differencesOf(expected, raw)
    if (differences.length === 0 || Date.now() >= end)
      return {
        differences,
        sentences: sentencesOf(expected, raw),
        seen: expected.leaving.length ? null : raw,
      }
    await pause(EVERY)
  }
}

const without = (raw: Raw, leaving: readonly string[]): Raw => ({
  ...raw,
  addresses: raw.addresses.filter((a) => !(a.ours && leaving.includes(a.address))),
})

function differencesOf({ generation, workerSince }: Expectation, raw: Raw): Difference[] {
  const { documents, files } = generation
  return [
    ...CONFIGURED.filter((unit) => !runsFile(unit, files, raw)).map(otherFile),
    ...(workerSince === undefined ? [] : workerTooOld(workerSince, raw)),
    ...observeAll(documents, files, raw).differences,
  ]
}

/** By digest; a unit without a file must not run. */
function runsFile(unit: UnitName, files: readonly RenderedFile[], raw: Raw): boolean {
  const wanted = digestOfUnit(files, unit)
  // What this kernel cannot do is kept until it can; its rows say what is missing.
  if (unit === 'layer4' && raw.layer4?.missing) return true
  return wanted === null ? raw.pids[unit] === undefined : wanted === answeredDigest(unit, raw)
}

function answeredDigest(unit: UnitName, raw: Raw): string | null {
  if (unit === 'haproxy') return raw.haproxy.answer?.info.description ?? null
  if (unit === 'layer4') return raw.layer4?.answer?.digest ?? null
  if (unit === 'login') return raw.login ?? null
  return isWeb(unit) ? raw.web[unit] : null
}

const AREA_OF_UNIT = {
  haproxy: 'layer7',
  front: 'front',
  fallback: 'fallback',
  layer4: 'layer4',
  login: 'external-authentication',
} as const

const otherFile = (unit: (typeof CONFIGURED)[number]): Difference => ({
  area: AREA_OF_UNIT[unit],
  message: `${sentenceCase(UNIT_TITLES[unit])} does not run the configuration it was given.`,
})

/** HAProxy tells whole seconds, so one is allowed for. */
function workerTooOld(since: number, raw: Raw): Difference[] {
  const answer = raw.haproxy.answer
  const worker = answer?.workers.find((w) => !w.old)
  if (!answer || !worker) return []
  const failed = answer.master.failed > 0
  const old = worker.uptimeSeconds * 1000 > raw.at - since + 1000
  return failed || old ? [{ area: 'layer7', message: 'HAProxy goes on with its former process.' }] : []
}

function sentencesOf({ generation, steps = [] }: Expectation, raw: Raw): string[] {
  const { files } = generation
  const touched = (unit: UnitName) => steps.some((s) => 'unit' in s && s.unit === unit)
  const added = (address: string) => steps.some((s) => s.do === 'add-address' && s.address === address)
  return [
    ...CONFIGURED.filter((unit) => touched(unit) && digestOfUnit(files, unit) !== null)
      .filter((unit) => runsFile(unit, files, raw))
      .map((unit) => `${sentenceCase(UNIT_TITLES[unit])} answers with this configuration.`),
    ...wantedAddresses(files)
      .filter((w) => added(w.address) && raw.addresses.some((a) => a.address === w.address))
      .map((w) => `${w.address} is up on ${w.interface}.`),
  ]
}

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
