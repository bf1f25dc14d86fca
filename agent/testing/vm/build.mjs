// Outside of the VM, where that is fast: bundles its tests and all they start into one folder. `node agent/testing/vm/build.mjs <folder>`, then in the VM `FULCRUM_BUNDLES=<folder> node --test <folder>/layer4.mjs`.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const folder = process.argv[2] ?? ''
const TESTS = ['testing/vm/layer4.ts', 'testing/vm/bench.ts']
const PROGRAMS = ['main.ts', 'checks/main.ts', 'sender/main.ts', 'testing/agent-process.ts']

/** A file goes on knowing where it lies, whichever bundle it is in. */
const places = {
  name: 'places',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/agent\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: 'ts',
    })),
}

mkdirSync(folder, { recursive: true })
const common = { bundle: true, platform: 'node', target: 'node20', external: ['esbuild'], logLevel: 'error' }
for (const entry of [...TESTS, ...PROGRAMS]) {
  const name = entry
    .replaceAll('/', '-')
    .replace(/^testing-vm-/, '')
    .replace(/\.ts$/, '')
  const format = entry.startsWith('sender') ? 'cjs' : 'esm'
  await build({
    ...common,
    entryPoints: [join(here, '../..', entry)],
    outfile: join(folder, `${name}.${format === 'cjs' ? 'cjs' : 'mjs'}`),
    format,
    // Programs look at `import.meta.url` to see whether they were started themselves.
    plugins: TESTS.includes(entry) ? [places] : [],
  })
}
copyFileSync(join(here, 'peer.mjs'), join(folder, 'peer.mjs'))
