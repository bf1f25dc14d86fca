// npm run bench:login [-- logins [seed]]: random logins; each must reach the directory or be refused before with a reason, and only the right ones are in.
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const [count = '10000', seed = '1'] = process.argv.slice(2)
const folder = mkdtempSync('/tmp/fulcrum-login-')
Object.assign(process.env, {
  FULCRUM_STATE: folder,
  FULCRUM_RUN: folder,
  FULCRUM_DB: join(folder, 'fulcrum.db'),
})

// Only now: these look where the database lies.
const { freshConsole } = await import('../../lib/server/testing/state.ts')
const { tryInputs } = await import('./login-inputs.ts')
await freshConsole()
const begun = Date.now()
const { reached, accepted, before, wrong } = await tryInputs(folder, Number(count), Number(seed))
const seconds = (Date.now() - begun) / 1000
rmSync(folder, { recursive: true })
console.log(
  `${count} logins in ${seconds.toFixed(0)} s: ${reached} reached the directory, ${accepted} of them in`,
)
for (const [why, times] of Object.entries(before)) console.log(`refused before: ${times} × ${why}`)
for (const line of wrong.slice(0, 20)) console.log(`WRONG: ${line}`)
console.log(wrong.length ? `${wrong.length} WRONG` : 'all as meant')
process.exit(wrong.length ? 1 : 0)
