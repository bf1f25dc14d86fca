// The check runner, a process of its own as user fulcrum-check: `checks.mjs <folder of scripts>`.
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CHECKS_PORT } from '../../lib/areas/ports.ts'
import { serveChecks } from './server.ts'

async function main(scripts: string | undefined): Promise<void> {
  if (!scripts) throw new Error('The check runner needs the folder of its scripts.')
  if (process.getuid?.() === 0) throw new Error('The check runner does not run scripts as root.')
  await serveChecks(CHECKS_PORT, scripts)
}

// Nothing happens on import.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  main(process.argv[2]).catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
