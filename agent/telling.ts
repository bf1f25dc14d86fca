// History and notifications put together: what is recorded is told, also after the agent was away.
import { hostname } from 'node:os'
import { targetsIn } from '../lib/areas/notifications/render.ts'
import type { Row } from '../lib/model/observed.ts'
import { numberOf, readGeneration } from './generations.ts'
import { messageOf, say } from './log.ts'
import { Notifier, type Pace } from './notify.ts'
import type { Places } from './places.ts'
import { History } from './state-history.ts'
import { textOf, writeWhole } from './verbs/files.ts'
import { send } from './verbs/notify.ts'

/** Older news than this is none: it stands in the history. Milliseconds. */
const NEWS = 24 * 3_600_000

export interface Telling {
  history: History
  notifier: Notifier
  /** Records what changed and has it told; answers the id of the newest change. */
  record: (rows: readonly Row[], at: number) => number | undefined
  end: () => void
}

export async function startTelling(places: Places, pace?: Pace): Promise<Telling> {
  const history = await History.open(places.history)
  const marker = `${places.history}/delivered`
  const notifier = new Notifier({
    send: (message) => send(places, message),
    targets: () => targetsIn(readGeneration(places, numberOf(places, 'current')).files),
    appliance: hostname,
    delivered: (id) => attempt(() => writeWhole(marker, `${id}\n`, 0o600)),
    ...pace,
  })
  const delivered = textOf(marker)
  if (delivered !== null) await takeUndelivered(history, notifier, Number(delivered))
  return {
    history,
    notifier,
    record: (rows, at) => {
      notifier.take(history.record(rows, at))
      return history.newest
    },
    end: () => {
      notifier.end()
      attempt(() => history.remember())
    },
  }
}

/** Recorded by an agent that ended before it could tell. */
async function takeUndelivered(history: History, notifier: Notifier, delivered: number): Promise<void> {
  const { changes } = await history.find({ limit: 1000, from: Date.now() - NEWS })
  notifier.take(changes.filter((change) => change.id > delivered).reverse())
}

/** What a full disk hinders is done again later, and hinders nothing else. */
function attempt(write: () => void): void {
  try {
    write()
  } catch (error) {
    say(`history: ${messageOf(error)}`)
  }
}
