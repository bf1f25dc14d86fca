// What the console does once as it starts: its database, its own items, and the watch on the agent.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { AREAS, canonical } from '../model/document.ts'
import { readAccess } from './access-settings.ts'
import { keepHandingOver } from './audit-hand-over.ts'
import { isHeard, subscribe } from './bus.ts'
import { commitSaved, commitWaiting, ofTheStart } from './commit.ts'
import { takeInUndone } from './confirm.ts'
import { type Transaction, transaction } from './db.ts'
import { keepWatching, live } from './live.ts'
import { migrate } from './migrate.ts'
import { refreshPending } from './pending.ts'
import { databaseFile, listenAddresses, listenFile, migrationsDir } from './places.ts'
import { ensureAreas, ensureListener } from './seed.ts'
import { agentHasStates } from './server-states.ts'
import { forgetEnded } from './session.ts'
import { sessionKey } from './session-key.ts'
import { keepVouching } from './vouched.ts'
import { readWizardAnswer } from './wizard.ts'

/** How often what waits is looked at again without a reason: rules may find a port taken by now. In ms. */
const LOOK_AGAIN = 10_000

/** The console itself, where it acts without a user. */
const CONSOLE = { user: 'console', address: '' }

/** Throws when the database cannot be used: then there is no console. The agent may come later. */
export async function boot(): Promise<void> {
  mkdirSync(dirname(databaseFile()), { recursive: true, mode: 0o700 })
  await migrate(databaseFile(), migrationsDir())
  sessionKey()
  await transaction(async (tx) => {
    await ensureAreas(tx)
    await ensureListeners(tx)
  })
  await readAccess()
  writeFileSync(listenFile(), listenAddresses().join())
  await forgetEnded()
  await readWizardAnswer()
  follow()
  keepHandingOver()
  keepVouching()
  keepWatching().catch((e) => console.error('the watch on the agent ended:', e))
}

/** FULCRUM_LISTEN counts at the first start, and again when it says something else: what was saved since stays otherwise. */
async function ensureListeners(tx: Transaction): Promise<void> {
  const listen = listenAddresses()
  const follow = !existsSync(listenFile()) || readFileSync(listenFile(), 'utf8') !== listen.join()
  const ensure = (area: 'front' | 'fallback', label: string) =>
    ensureListener(tx, CONSOLE, area, label, listen, follow)
  if (await ensure('front', 'console')) ofTheStart().add('front')
  await ensure('fallback', 'fallback')
}

/** Keeps what waits up to date with what the agent says; commits what commits on save once it is there. */
function follow(): void {
  let known: ReturnType<typeof live>['digests'] = {}
  /** A drained server alone, which waits no more, is no reason to read 11,000 items. */
  const lookAgain = async () => {
    const before = known
    known = live().digests
    const others = AREAS.some((area) => area !== 'server-state' && before[area] !== known[area])
    if (others || !(await agentHasStates(known['server-state']))) await refreshPending(true)
  }
  let told = live().confirmation
  /** What waited for somebody to keep it waits no more: it goes back in what is saved, or others' commits go on. */
  const confirmed = async () => {
    const before = told
    told = live().confirmation
    if (canonical(before) === canonical(told)) return
    await takeInUndone(CONSOLE)
    commitSaved()
  }
  const complain = (e: unknown) => console.error('looking at what waits:', e)
  let first = true
  subscribe((news) => {
    if (news.type === 'snapshot' && first) {
      first = false
      takeInUndone(CONSOLE)
        .then(() => commitWaiting(CONSOLE))
        .catch(complain)
    } else if (news.type === 'snapshot' || (news.type === 'look' && news.digests)) lookAgain().catch(complain)
    if (!first) confirmed().catch(complain)
  })
  setInterval(() => {
    if (isHeard()) refreshPending().catch(complain)
  }, LOOK_AGAIN).unref()
}
