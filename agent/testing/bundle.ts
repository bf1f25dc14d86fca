// Tests: bundles single files as the release has them.
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'

/** Bundles an entry of this folder's parent into one file; in the VM, where that takes long, it is ready (vm/build.mjs). */
export async function bundle(entry: string, outfile: string): Promise<void> {
  const format = outfile.endsWith('.cjs') ? 'cjs' : 'esm'
  const ready = process.env.FULCRUM_BUNDLES
  if (ready) {
    const name = entry.replaceAll('/', '-').replace(/\.ts$/, format === 'cjs' ? '.cjs' : '.mjs')
    return copyFileSync(join(ready, name), outfile)
  }
  const { build } = await import('esbuild')
  await build({
    entryPoints: [new URL(`../${entry}`, import.meta.url).pathname],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format,
    logLevel: 'error',
  })
}
