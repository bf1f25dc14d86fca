// The VM's disk: an ext4 image that survives its reboots. All that is slow in the VM was done outside: building, bundling, installing.
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { placesFrom } from '../../../agent/places.ts'
import { sourcesDigest } from '../../../agent/setup/build.ts'
import { makeDirectories } from '../../../agent/setup/install.ts'
import { prepare } from '../../../agent/setup/prepare.ts'
import { systemUser } from '../../../agent/setup/users.ts'
import { command } from './kernel.ts'

const SIZE = '1G'
/** A busy machine emulates slowly, milliseconds. */
const PATIENCE = 180_000

/** Where the VM has the disk; on it the state directory of an appliance that was never started, and `npm start` as one file. */
export const DISK = '/var/lib/fulcrum-lab'
export const PREPARED = `${DISK}/prepared`
export const START = `${DISK}/start.mjs`

/** Builds what is not built, prepares an appliance whose user has the password, and writes the image (sparse). */
export async function makeDisk(file: string, password: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'disk-'))
  const digest = sourcesDigest()
  try {
    chmodSync(folder, 0o755)
    mkdirSync(join(folder, 'disk'))
    await prepareIn(join(folder, 'disk/prepared'), join(folder, 'run'), digest, password)
    await bundleStart(join(folder, 'disk/start.mjs'), digest)
    command(['/usr/sbin/mke2fs', '-q', '-t', 'ext4', '-d', join(folder, 'disk'), file, SIZE])
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function prepareIn(state: string, run: string, digest: string, password: string): Promise<void> {
  const places = placesFrom({ FULCRUM_STATE: state, FULCRUM_RUN: run })
  await systemUser('fulcrum-check')
  await systemUser('fulcrum-login')
  const owner = await systemUser('fulcrum')
  makeDirectories(places, owner)
  process.env.FULCRUM_PASSWORD = password
  await prepare(places, digest, owner, [])
}

async function bundleStart(outfile: string, digest: string): Promise<void> {
  await build({
    stdin: {
      contents: `import { run } from './agent/setup/start.ts'\nawait run('${digest}', ${PATIENCE})`,
      resolveDir: process.cwd(),
    },
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', external: ['esbuild'] },
    ...{ outfile, logLevel: 'error' },
  })
}
