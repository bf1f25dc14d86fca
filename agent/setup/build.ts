// From the sources to what is installed: Prisma's client, the console by Next, the agent by esbuild. Done only when sources changed.
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { loginPageAssets } from './login-page.ts'
import { run as runProgram, say } from './tools.ts'
import { inTurn } from './turn.ts'

/** Where a finished build waits to be installed: the whole release, and the agent's bundles beside it. */
export const BUILT = { release: '.next/standalone', bundles: '.next/bundles' }

const BUNDLE = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'error',
  outExtension: { '.js': '.mjs' },
} as const

const NEXT = 'node_modules/next/dist/bin/next'
const STAMP = '.next/sources-digest'
const FOLDERS = ['agent', 'app', 'components', 'lib', 'prisma', 'public']
const NOT_BUILT = /(^|\/)(generated|fixtures|node_modules)$|\.test\.tsx?$|\.md$/
const FILES = /^(package(-lock)?\.json|tsconfig\.json|[a-z.]+\.(ts|mjs))$/

/** Sixteen hex digits for everything a build is made from, this Node included. Some milliseconds. */
export function sourcesDigest(): string {
  const files = [
    ...readdirSync('.').filter((name) => FILES.test(name)),
    ...FOLDERS.flatMap(filesBelow),
  ].sort()
  const hash = createHash('sha256').update(process.version)
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (NOT_BUILT.test(path)) return []
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}

/** Entry of `npm run build`. */
export async function run(): Promise<void> {
  await buildAll(sourcesDigest())
  say('Built')
}

/** Where whoever builds in this checkout says so: outside of what a build makes. */
const LOCK = 'node_modules/.fulcrum-build'

const alone = (doing: () => Promise<void>): Promise<void> =>
  inTurn(LOCK, () => say('Another build goes on in this checkout; waiting for it'), doing)

/** Builds what these sources make, unless the last build was of them. */
export const buildAll = async (digest: string): Promise<void> =>
  isBuilt(digest) ? undefined : alone(() => buildNow(digest))

const isBuilt = (digest: string): boolean => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest

async function buildNow(digest: string): Promise<void> {
  if (isBuilt(digest)) return // by the one before us
  await generatePrismaClient()
  say('Building the console (half a minute)')
  await runProgram(process.execPath, [NEXT, 'build'], {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  await bundle()
  await completeRelease()
  writeFileSync(STAMP, digest)
}

/** Prisma's client, offline: its generator asks for an engine that this adapter never uses. */
async function generatePrismaClient(): Promise<void> {
  const schema = 'prisma/schema.prisma'
  const stamp = 'prisma/generated/schema-digest'
  const digest = createHash('sha256').update(readFileSync(schema)).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return
  say('Generating the database client')
  await runProgram(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  })
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, digest)
}

/** What the type checker needs of a build, without one. */
export const generateTypes = (): Promise<void> =>
  alone(async () => {
    await generatePrismaClient()
    await runProgram(process.execPath, [NEXT, 'typegen'])
  })

/** The agent, the check runner, the login unit and the sender of notifications as one file each, with all they import. */
async function bundle(): Promise<void> {
  say('Bundling the agent')
  const { build } = await import('esbuild') // only a build needs it; every start loads this file
  await build({
    ...BUNDLE,
    entryPoints: { agent: 'agent/main.ts', checks: 'agent/checks/main.ts', login: 'agent/login/main.ts' },
    outdir: BUILT.bundles,
  })
  // The mailer is CommonJS, and so is what it is bundled into.
  await build({
    ...BUNDLE,
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    entryPoints: { send: 'agent/sender/main.ts' },
    outdir: BUILT.bundles,
  })
  // So is a command whose name has no ending.
  await build({
    ...BUNDLE,
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    entryPoints: { fulcrum: 'lib/cli/fulcrum.ts' },
    outdir: BUILT.bundles,
    banner: { js: '#!/usr/bin/env node' },
  })
}

/** What Next leaves out of its standalone folder: files for browsers, migrations, the maker of the first user, the list of what the login page loads. */
async function completeRelease(): Promise<void> {
  say('Completing the release')
  for (const [from, to] of [
    ['.next/static', '.next/static'],
    ['public', 'public'],
    ['prisma/migrations', 'prisma/migrations'],
  ] as const)
    cpSync(from, join(BUILT.release, to), { recursive: true })
  const { build } = await import('esbuild')
  await build({
    ...BUNDLE,
    entryPoints: { 'first-user': 'lib/server/first-user.ts' },
    outdir: BUILT.release,
    external: ['@libsql/*', '@node-rs/*', '@prisma/*', 'libsql'], // the release has them whole
    conditions: ['react-server'], // as Next does, where `server-only` is empty
  })
  const assets = await loginPageAssets(BUILT.release)
  writeFileSync(join(BUILT.release, 'public-assets.json'), JSON.stringify(assets, null, 1))
}
