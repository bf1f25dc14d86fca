// Random logins through the console's own login and the login unit to a real OpenLDAP; of each it is shown where it ended. The limiter is off and local passwords are cheap.
import { join } from 'node:path'
import { hash } from '@node-rs/argon2'
import { openDoor } from '../../agent/login/door.ts'
import { Logins } from '../../agent/login/login.ts'
import { configOf, ldapAt } from '../../agent/testing/directories/ask.ts'
import { freePort, here } from '../../agent/testing/directories/host.ts'
import { type Input, inputFrom, randomFrom } from '../../agent/testing/directories/inputs.ts'
import { authority, certificate } from '../../agent/testing/directories/pki.ts'
import { startSlapd } from '../../agent/testing/directories/slapd.ts'
import { Tap } from '../../agent/testing/directories/tap.ts'
import { db } from '../../lib/server/db.ts'
import { type Login, logIn } from '../../lib/server/login.ts'
import { loginSocket } from '../../lib/server/places.ts'

const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 }

export interface Ended {
  /** The server was asked. */
  reached: number
  accepted: number
  /** Refused before any server was asked, by reason. */
  before: Record<string, number>
  /** What should not be: the input and why. */
  wrong: string[]
}

/** `folder`: for the servers. The console's database must be there. */
export async function tryInputs(folder: string, count: number, seed = 1): Promise<Ended> {
  const [port, tlsPort] = [await freePort(), await freePort()]
  const ca = authority(join(folder, 'ca'))
  const common = { host: here, folder: join(folder, 'slapd'), authority: ca, address: '127.0.0.1' }
  const slapd = await startSlapd({ ...common, pair: certificate(ca, 'ldap', ['127.0.0.1']), port, tlsPort })
  const tap = await Tap.before(port)
  const notes: string[] = []
  const config = configOf(ldapAt(tap.port, { timeout: 10 }))
  const note = (line: string) => void notes.push(line)
  const door = await openDoor(loginSocket(), { config: () => config, logins: new Logins('lb1'), note })
  try {
    await db().user.updateMany({ data: { passwordHash: await hash('cheap', CHEAP) } })
    return await tryAll(count, randomFrom(seed), tap, notes)
  } finally {
    door.close()
    door.closeAllConnections()
    tap.close()
    await slapd.stop()
  }
}

async function tryAll(count: number, random: () => number, tap: Tap, notes: string[]): Promise<Ended> {
  const ended: Ended = { reached: 0, accepted: 0, before: {}, wrong: [] }
  for (let i = 0; i < count; i++) {
    const input = inputFrom(random)
    await db().tries.deleteMany({}) // the limiter is off
    const connections = tap.connections
    notes.length = 0
    tap.seen = ''
    const answer = await logIn(input, `192.0.2.${i % 250}`).catch((fault: Error) => fault)
    const reached = tap.connections > connections
    const why = reached ? null : reasonBefore(input, notes)
    if (answer instanceof Error) ended.wrong.push(`${JSON.stringify(input)}: ${answer.message}`)
    else if (reached) ended.reached += 1
    else if (why) ended.before[why] = (ended.before[why] ?? 0) + 1
    else ended.wrong.push(`${JSON.stringify(input)}: neither asked nor refused with a reason`)
    if (isIn(answer)) ended.accepted += 1
    if (isIn(answer) && !isAlice(input)) ended.wrong.push(`${JSON.stringify(input)} is in`)
    if (!isIn(answer) && isAlice(input)) ended.wrong.push(`${JSON.stringify(input)} is not in`)
  }
  return ended
}

const isIn = (answer: Login | Error): boolean => !(answer instanceof Error) && answer.ok

const isAlice = ({ username, password }: Input): boolean =>
  typeof username === 'string' && username.trim().toLowerCase() === 'alice' && password === 'alicepw'

/** Why no server was asked; null when that cannot be said. */
function reasonBefore({ username, password }: Input, notes: readonly string[]): string | null {
  if (typeof username !== 'string' || typeof password !== 'string') return 'no text'
  if (username === '' || password === '') return 'empty'
  if (username.length > 256 || password.length > 256) return 'too long'
  if (username === 'loadbalancer') return 'the name of a local user'
  return /: refused \((The (?:name|password) [^.]*)/.exec(notes.at(-1) ?? '')?.[1] ?? null
}
