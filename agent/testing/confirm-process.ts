// Tests: an agent that gives a change a few seconds (FULCRUM_WITHIN) to be confirmed, and its guard: `confirm.mjs guard`.
// `confirm.mjs race <folder> <who> <rounds>`: takes part in a race for each of so many changes.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Confirm } from '../confirm.ts'
import { type Places, placesFrom } from '../places.ts'
import { startAgent } from '../start.ts'
import { guard } from '../undo.ts'

const [what = 'agent', folder = '', who = '', rounds = '0', at = '0'] = process.argv.slice(2)

/** All who take part begin each round at the same moment. */
async function race(): Promise<void> {
  const won: number[] = []
  for (let n = 0; n < Number(rounds); n++) {
    const confirm = new Confirm({ confirm: join(folder, String(n)) } as Places)
    const pending = confirm.pending()
    while (Date.now() < Number(at) + n * 20);
    if (pending && (who === 'keep' ? confirm.keep(pending.id, 'x') === 'kept' : confirm.take())) won.push(n)
  }
  writeFileSync(join(folder, who), JSON.stringify(won))
}

if (what === 'race') await race()
else if (what === 'guard') await guard(placesFrom(process.env))
else {
  const last = /^\d+$/.test(what) ? Number(what) : null
  const places = placesFrom(process.env)
  mkdirSync(places.run, { recursive: true })
  await startAgent({
    places,
    every: 200,
    patience: 4000,
    within: Number(process.env.FULCRUM_WITHIN ?? 2),
    guard: [process.execPath, fileURLToPath(import.meta.url), 'guard'],
    afterStep: (_, index) => {
      if (index === last) process.kill(process.pid, 'SIGKILL')
    },
  })
  process.stdout.write('ready\n')
}
