import { existsSync, writeFileSync } from 'node:fs'
import { login } from '../support/world.ts'
import { thousand } from './thousand.ts'

const world = await thousand()
const page = await world.freshPage()
await login(page, `${world.url}/`)
const box = page.getByRole('region', { name: 'Commit changes' })
await box.getByRole('button', { name: 'Reload HAProxy' }).click({ timeout: 60_000 })
await box.waitFor({ state: 'hidden', timeout: 120_000 })
console.log('ready', world.url, world.appliance.state, world.appliance.run)
const state = await page.context().storageState()
writeFileSync(
  '/tmp/perf-state.json',
  JSON.stringify({ url: world.url, state, run: world.appliance.run, home: world.appliance.state }),
)
while (!existsSync('/tmp/perf-stop')) {
  await new Promise((r) => setTimeout(r, 300))
  if (existsSync('/tmp/perf-go.ts')) {
    const { renameSync } = await import('node:fs')
    const name = `/tmp/perf-run-${Date.now()}.ts`
    renameSync('/tmp/perf-go.ts', name)
    try {
      const m = await import(name)
      await m.default(world, page)
    } catch (e) {
      console.log('ERR', e)
    }
    console.log('DONE')
  }
}
await world.remove()
