// Entry of `npm test`: every suite in turn, its time against its budget, and the counts at the end.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { removeAllLabs } from '../../e2e/lab/lab.ts'
import { kernel } from '../../e2e/lab/vm/kernel.ts'
import { buildAll, generateTypes, sourcesDigest } from './build.ts'
import { nodeTests, oneCheck, playwrightTests, type Result, runSuite, type Suite } from './suite.ts'
import { Plain, say } from './tools.ts'
import { systemUser } from './users.ts'

const SETUP_BUDGET = 180
const REPORT = 'test-results/browser.json'
const VM_REPORT = 'test-results/vm.json'
/** Every namespace of this run begins so, and only those are removed. */
const LAB = `t${process.pid.toString(36)}`

/** Test files below the folders: Node 20's runner knows no patterns. */
const testFiles = (...folders: string[]): string[] =>
  folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.test\.tsx?$/.test(name))
      .map((name) => join(folder, name))
      .sort(),
  )

const node = (...options: string[]): string[] => [
  '--import',
  'tsx',
  '--test',
  '--test-reporter=spec',
  ...options,
]
const bin = (path: string): string => join('node_modules', path)

const SUITES: readonly Suite[] = [
  {
    name: 'lint',
    budget: 20,
    args: [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'],
    count: oneCheck,
  },
  { name: 'types', budget: 30, args: [bin('typescript/bin/tsc'), '--noEmit'], count: oneCheck },
  {
    name: 'unit',
    budget: 90,
    args: [...node(), ...testFiles('lib', 'components', 'e2e/house')],
    count: nodeTests,
  },
  {
    name: 'integration',
    budget: 250,
    args: [...node('--test-concurrency=1'), ...testFiles('agent')],
    count: nodeTests,
  },
  {
    name: 'browser',
    budget: 620,
    args: [bin('@playwright/test/cli.js'), 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: REPORT },
    count: playwrightTests(REPORT),
  },
  {
    name: 'vm',
    budget: 400,
    args: [
      ...[bin('@playwright/test/cli.js'), 'test', '--config=playwright.vm.config.ts'],
      '--reporter=list,json',
    ],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: VM_REPORT },
    count: playwrightTests(VM_REPORT),
  },
]

/** All suites, or those named: `npm test -- unit`. The exit code tells whether all passed. */
export async function run(): Promise<void> {
  const suites = chosen(process.argv.slice(3))
  const results: Result[] = [await setUp(suites)]
  process.on('SIGINT', () => process.exit(130)).on('SIGTERM', () => process.exit(143))
  for (const suite of suites) {
    say(`${suite.name}:`)
    results.push(await runSuite({ ...suite, env: { ...suite.env, FULCRUM_LAB: LAB } }))
    await removeAllLabs(LAB)
  }
  report(results)
}

function chosen(names: readonly string[]): readonly Suite[] {
  const unknown = names.find((name) => !SUITES.some((suite) => suite.name === name))
  if (unknown)
    throw new Plain(`There is no suite ${unknown}. Suites: ${SUITES.map((s) => s.name).join(', ')}.`)
  return names.length ? SUITES.filter((suite) => names.includes(suite.name)) : SUITES
}

/** Packages are there already; what is left is the users, the VM's kernel, and a build where browsers need it. Counts from the command's start. */
async function setUp(suites: readonly Suite[]): Promise<Result> {
  await systemUser('fulcrum')
  await systemUser('fulcrum-check')
  await systemUser('fulcrum-login')
  const has = (...names: string[]) => suites.some(({ name }) => names.includes(name))
  if (has('vm')) kernel()
  if (has('browser', 'vm')) await buildAll(sourcesDigest())
  else await generateTypes()
  const seconds = process.uptime()
  const failed = seconds > SETUP_BUDGET ? 1 : 0
  return { name: 'set-up', seconds, budget: SETUP_BUDGET, passed: 1 - failed, failed }
}

function report(results: readonly Result[]): void {
  console.log()
  for (const { name, seconds, budget, passed, failed } of results)
    console.log(
      `${name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s of ${budget} s: ${passed} passed, ${failed} failed`,
    )
  const sum = (key: 'passed' | 'failed') => results.reduce((all, result) => all + result[key], 0)
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  process.exit(sum('failed') === 0 ? 0 : 1)
}
