// Entry of `npm run down`: stops everything of this appliance, wherever it was started, and takes down its addresses.
import { existsSync } from 'node:fs'
import { agentBundle, nodeForOthers } from './install.ts'
import { lives, readLock, removeLock } from './lock.ts'
import { placesFromEnvironment } from './places.ts'
import { endProcess } from './supervise.ts'
import { run as runProgram, say } from './tools.ts'

/** Console and agent first, so that nobody starts a daemon again; then the daemons and the addresses. */
export async function run(): Promise<void> {
  const places = placesFromEnvironment()
  const lock = readLock(places.run)
  for (const [title, mark] of Object.entries({
    'npm start': lock?.start,
    console: lock?.console,
    agent: lock?.agent,
  }))
    if (mark && lives(mark)) {
      say(`Stopping ${title} (process ${mark.pid})`)
      await endProcess(mark.pid, () => lives(mark), 15_000)
    }
  removeLock(places.run)
  const agent = agentBundle(places)
  if (!existsSync(agent)) return say('No appliance was set up here; nothing else to stop.')
  const env = { ...process.env, FULCRUM_STATE: places.state, FULCRUM_RUN: places.run }
  const told = await runProgram(nodeForOthers(places.state), [agent, 'down'], { env })
  for (const line of told.split('\n').filter(Boolean)) say(line)
  say('Everything is stopped. `npm start` starts it again as it was applied last.')
}
