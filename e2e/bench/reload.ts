// npm run bench:reload [-- commits]: a thousand commits in a row under five kinds of clients; none may lose a request.
import { spawn } from 'node:child_process'
import { startAgent } from '../../agent/start.ts'
import { afterChanges, WALK } from '../../agent/testing/changes.ts'
import { commitAll, endOf } from '../../agent/testing/client.ts'
import { countingServer, fiveClients } from '../../agent/testing/clients.ts'
import { endHome, makeHome } from '../../agent/testing/home.ts'
import { makeNamespace } from '../../agent/testing/namespace.ts'
import { figure, finish, median, note } from './figures.ts'

const COMMITS = Number(process.argv[2] ?? 1000)
const VIP = '127.63.0.1'
const PORTS = { http: 8080, tcp: 8090 }
const INSIDE = 'FULCRUM_BENCH_INSIDE'

if (process.env[INSIDE] === undefined) await withinNamespace()
else await measure()

/** Its ports are fixed, so it has a machine of its own. */
async function withinNamespace(): Promise<never> {
  const machine = makeNamespace(`br${process.pid}`, '10.99.0.1/24')
  const command = ['ip', 'netns', 'exec', machine.name, process.execPath, ...process.execArgv]
  const [file = '', ...args] = [...command, ...process.argv.slice(1)]
  const child = spawn(file, args, { env: { ...process.env, [INSIDE]: '1' }, stdio: 'inherit' })
  const code = await new Promise<number>((resolve) => child.once('exit', (ended) => resolve(ended ?? 1)))
  machine.remove()
  process.exit(code)
}

async function measure(): Promise<never> {
  const places = await makeHome('own namespace')
  const servers = await Promise.all([1, 2, 3].map((n) => countingServer(`127.63.1.${n}`, 8000, 8001)))
  const agent = await startAgent({ places })
  const times: number[] = []
  const commit = async (n: number) => {
    const begun = Date.now()
    const end = endOf(await commitAll(places.socket, [afterChanges(VIP, PORTS, n)]))
    if (end.type !== 'applied') throw new Error(`commit ${n}: ${JSON.stringify(end)}`)
    times.push(Date.now() - begun)
    if (n > 0 && n % 100 === 0) console.log(`${n} commits`)
  }
  try {
    await commit(0)
    const clients = fiveClients(VIP, PORTS.http, PORTS.tcp)
    for (let n = 1; n <= COMMITS; n++) await commit(n)
    await clients.end()
    console.log(`\n${COMMITS} commits (${WALK.join(', ')}), ${median(times)} ms each (median)\n`)
    for (const { kind, done, failures } of clients.all) {
      note(`${kind}: done`, done, '')
      figure(`${kind}: failed`, failures.length, 1, '')
      for (const failure of failures.slice(0, 5)) console.log(`         ${failure}`)
    }
  } finally {
    await agent.stop()
    for (const end of servers) end()
    await endHome(places)
  }
  finish()
}
