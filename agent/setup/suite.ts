// One suite of `npm test`: a program, its time budget, and how its counts are read.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface Counts {
  passed: number
  failed: number
}

export interface Suite {
  name: string
  /** Seconds it may take on two cores; more is a failure. */
  budget: number
  /** Arguments for this Node. */
  args: readonly string[]
  env?: Record<string, string>
  /** What it printed and its exit code, as counts. */
  count: (output: string, code: number | null) => Counts
}

export interface Result extends Counts {
  name: string
  seconds: number
  budget: number
}

/** A check that is one thing, done or not. */
export const oneCheck = (_output: string, code: number | null): Counts =>
  code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }

/** The closing lines of node's test runner. A skipped test and a run of no test count as failed: nothing was proven. */
export function nodeTests(output: string, code: number | null): Counts {
  const number = (word: string) => Number(new RegExp(`^. ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0)
  const passed = number('pass')
  const failed = ['fail', 'cancelled', 'skipped', 'todo'].reduce((sum, word) => sum + number(word), 0)
  return atLeastOneFailure({ passed, failed }, code !== 0 || passed === 0)
}

/** Playwright's report as JSON. A flaky test is a failed one. */
export const playwrightTests =
  (report: string) =>
  (_output: string, code: number | null): Counts => {
    type Stats = { expected: number; unexpected: number; flaky: number; skipped: number }
    const { stats } = JSON.parse(readFileSync(report, 'utf8')) as { stats: Stats }
    const failed = stats.unexpected + stats.flaky + stats.skipped
    return atLeastOneFailure({ passed: stats.expected, failed }, code !== 0 || stats.expected === 0)
  }

const atLeastOneFailure = (counts: Counts, bad: boolean): Counts =>
  bad && counts.failed === 0 ? { ...counts, failed: 1 } : counts

/** Runs it, shows what it prints, and ends it when it takes twice its budget. */
export async function runSuite(suite: Suite): Promise<Result> {
  const begun = Date.now()
  const { output, code } = await show(suite)
  const seconds = (Date.now() - begun) / 1000
  const { passed, failed } = counted(suite, output, code)
  const late = seconds > suite.budget ? 1 : 0
  if (late) console.log(`${suite.name} took ${seconds.toFixed(1)} s, more than its ${suite.budget} s.`)
  return { name: suite.name, seconds, budget: suite.budget, passed, failed: failed + late }
}

function counted(suite: Suite, output: string, code: number | null): Counts {
  try {
    return suite.count(output, code)
  } catch (error) {
    console.log(`${suite.name} left no report: ${error}`)
    return { passed: 0, failed: 1 }
  }
}

function show({ args, env, budget }: Suite): Promise<{ output: string; code: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a group of its own, so that all of it can be ended
    })
    const end = () => child.exitCode === null && child.pid && process.kill(-child.pid, 'SIGKILL')
    const limit = setTimeout(end, budget * 2000)
    process.once('exit', end)
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        process.stdout.write(text)
      })
    child.on('error', reject).on('close', (code) => {
      clearTimeout(limit)
      process.off('exit', end)
      resolve({ output, code })
    })
  })
}
