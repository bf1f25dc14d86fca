// Verb: keep HAProxy's persistence tables over reloads, restarts and crashes.
import { join } from 'node:path'
import { z } from 'zod'
import { messageOf, say } from '../log.ts'
import { type Places, unitFolder } from '../places.ts'
import { type Entry, entriesIn, restoring, serversIn, tablesIn } from '../tables.ts'
import { textOf, writeWhole } from './files.ts'
import { ask } from './master-socket.ts'

/** More than that is not kept: reading and writing it would hold everything else up. */
const MOST = 100_000
/** HAProxy reads one line of at most 16 kB. */
const LONGEST_LINE = 12_000
const ANSWER_WITHIN = 10_000

const entries = z.array(
  z.strictObject({
    table: z.string(),
    type: z.string(),
    key: z.string(),
    server: z.string(),
    until: z.number(),
  }),
)

const fileIn = (places: Places): string => join(unitFolder(places, 'haproxy'), 'tables.json')

const askWorker = (places: Places, command: string): Promise<string> =>
  ask(places.master, `@1 ${command}`, ANSWER_WITHIN)

interface Seen {
  tables: ReturnType<typeof tablesIn>
  servers: ReturnType<typeof serversIn>
  entries: Entry[]
}

/** Everything in the tables of the current worker; its servers only where there is an entry or they are `wanted`. Throws when it does not answer. */
async function seeTables(places: Places, wanted = false): Promise<Seen> {
  const tables = tablesIn(await askWorker(places, 'show table'))
  const full = tables.filter((t) => t.used > 0)
  const servers = serversIn(full.length || wanted ? await askWorker(places, 'show servers state') : '')
  const seen: Entry[] = []
  for (const { name, used } of full)
    if (seen.length + used <= MOST)
      seen.push(...entriesIn(await askWorker(places, `show table ${name}`), servers, Date.now()))
  return { tables, servers, entries: seen }
}

/** Notes the tables of the running worker, for a start after its end. They stay as noted where it does not answer. */
export async function keepTables(places: Places): Promise<readonly Entry[]> {
  try {
    const { entries: now } = await seeTables(places)
    writeWhole(fileIn(places), JSON.stringify(now), 0o600)
    return now
  } catch (error) {
    say(`the persistence tables could not be kept: ${messageOf(error)}`)
    return []
  }
}

/** What was noted last; nothing where the file is not whole. */
export function keptTables(places: Places): readonly Entry[] {
  const text = textOf(fileIn(places))
  if (text === null) return []
  try {
    return entries.parse(JSON.parse(text))
  } catch (error) {
    say(`the kept persistence tables cannot be read: ${messageOf(error)}`)
    return []
  }
}

/** Puts back into the current worker what it does not have. A failure is noted: it never stops what goes on. */
export async function restoreTables(places: Places, kept: readonly Entry[]): Promise<void> {
  if (kept.length === 0) return
  try {
    const { tables, servers, entries: present } = await seeTables(places, true)
    const commands = restoring(kept, present, tables, servers, Date.now())
    for (const line of joined(commands)) await ask(places.master, line, ANSWER_WITHIN)
  } catch (error) {
    say(`the persistence tables could not be put back: ${messageOf(error)}`)
  }
}

/** As few lines as they fit in; the master wants each command addressed. */
function joined(commands: readonly string[]): string[] {
  const lines: string[] = []
  for (const command of commands.map((c) => `@1 ${c}`)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + command.length < LONGEST_LINE)
      lines[lines.length - 1] = `${last};${command}`
    else lines.push(command)
  }
  return lines
}
