// The agent's command line: `agent.mjs` runs it, `agent.mjs down` takes everything down, `agent.mjs guard` undoes what nobody confirms.
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { takeDown } from './down.ts'
import { messageOf, say } from './log.ts'
import { placesFrom } from './places.ts'
import { startAgent } from './start.ts'
import { guard } from './undo.ts'

/** How this very file is run as the guard of a change. */
const GUARD = [process.execPath, fileURLToPath(import.meta.url), 'guard']

async function main(command: string | undefined): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error('The agent has to be started by root.')
  const places = placesFrom(process.env)
  if (command === 'down') {
    for (const sentence of await takeDown(places, GUARD)) process.stdout.write(`${sentence}\n`)
    return
  }
  if (command === 'guard') return guard(places)
  const agent = await startAgent({ places, guard: GUARD })
  for (const name of ['SIGTERM', 'SIGINT'] as const)
    process.once(name, () => void agent.stop().then(() => process.exit(0)))
}

// Nothing happens on import.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  main(process.argv[2]).catch((error) => {
    say(messageOf(error))
    process.exitCode = 1
  })
