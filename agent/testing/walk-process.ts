// Tests: a random walk in the network namespace it is started in: `walk-process.ts <steps> [seed]`. The exit code tells whether it held.
import { writeSync } from 'node:fs'
import { type Clients, countingServer, fiveClients } from './clients.ts'
import { endHome, makeHome } from './home.ts'
import { Random } from './walk/random.ts'
import { ECHO_PORT, HEALTHY, HTTP_PORT } from './walk/values.ts'
import { LOAD, Walk } from './walk/walk.ts'

const steps = Number(process.argv[2] ?? 200)
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 32)
/** Not lost when the process ends right after it. */
const say = (text: string): void => void writeSync(1, `${text}\n`)

/** Its failures, in words. */
async function walk(): Promise<string[]> {
  const places = await makeHome('own namespace')
  const servers = await Promise.all(HEALTHY.map((a) => countingServer(a, HTTP_PORT, ECHO_PORT)))
  const walked = new Walk(places, new Random(seed))
  let clients: Clients | undefined
  const failures: string[] = []
  try {
    await walked.begin()
    clients = fiveClients(LOAD.host, LOAD.http, LOAD.tcp)
    for (let n = 1; n <= steps; n++) {
      await walked.step(n)
      if (n % 100 === 0) say(`${n} steps, ${walked.size()}`)
      const lost = clients.all.find((c) => c.failures.length)
      if (lost) throw new Error(`${lost.kind}: ${lost.failures.join(', ')}`)
    }
  } catch (error) {
    failures.push(`${error instanceof Error ? error.message : error}\nThe last steps:\n${walked.lastSteps()}`)
  }
  await clients?.end()
  for (const { kind, done, failures: lost } of clients?.all ?? []) {
    say(`${kind}: ${done} done, ${lost.length} failed`)
    if (lost.length || done === 0) failures.push(`${kind}: ${lost.join(', ') || 'nothing was tried'}`)
  }
  say([...walked.counts].map(([deed, count]) => `${deed} ${count}`).join(', '))
  await walked.end()
  for (const end of servers) end()
  await endHome(places)
  return failures
}

say(`seed ${seed}`)
const failures = await walk()
for (const failure of failures) say(`FAILED with seed ${seed}: ${failure}`)
process.exit(failures.length ? 1 : 0)
