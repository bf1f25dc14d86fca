// Tests: bundles single files as the release has them.
import { build } from 'esbuild'

/** Bundles an entry of this folder's parent into one file. */
export async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [new URL(`../${entry}`, import.meta.url).pathname],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: outfile.endsWith('.cjs') ? 'cjs' : 'esm',
    logLevel: 'error',
  })
}
