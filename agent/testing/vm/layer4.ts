// Layer 4 with real packets, in a machine whose kernel has IPVS: `node --import tsx --test agent/testing/vm/layer4.ts`. Needs root.
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { ConnectionsAnswer } from '../../../lib/protocol/layer4.ts'
import type { Output } from '../../../lib/protocol/messages.ts'
import { type Places, unitFolder } from '../../places.ts'
import { pause, until } from '../../verbs/run.ts'
import { bundle } from '../bundle.ts'
import { ask, commitAll, endOf, operate, type Watching, watching } from '../client.ts'
import { layer4, listener, offline, type ServiceIn } from '../documents.ts'
import { endHome, makeHome } from '../home.ts'
import { agentIn, downIn, kill } from '../namespace.ts'
import { makeNetwork, Peer, removeNetwork } from './network.ts'

const clients = [10, 11, 12, 13].map((n) => `10.9.0.${n}`)
const network = makeNetwork({
  client: [
    {
      bridge: 'l4br0',
      addresses: [...clients.map((a) => `${a}/24`), '10.9.0.70/24', 'fd09::10/64', 'fd09::11/64'],
    },
  ],
  lb: [
    { bridge: 'l4br0', addresses: ['10.9.0.1/24', 'fd09::1/64'] },
    { bridge: 'l4br1', addresses: ['10.8.0.1/24', 'fd08::1/64'] },
  ],
  rs1: [{ bridge: 'l4br0', addresses: ['10.9.0.21/24', 'fd09::21/64'] }],
  rs2: [{ bridge: 'l4br0', addresses: ['10.9.0.22/24', 'fd09::22/64'] }],
  rs3: [{ bridge: 'l4br1', addresses: ['10.8.0.23/24', 'fd08::23/64'] }],
  rs4: [{ bridge: 'l4br1', addresses: ['10.8.0.24/24', 'fd08::24/64'] }],
})
const peers = Object.fromEntries(
  (['client', 'rs1', 'rs2', 'rs3', 'rs4'] as const).map((n) => [n, new Peer(network[n])]),
) as Record<'client' | 'rs1' | 'rs2' | 'rs3' | 'rs4', Peer>
const { client } = peers

const DR4 = '10.9.0.100'
const DR6 = 'fd09::100'
const near = (family: 4 | 6) => [21, 22].map((n) => (family === 4 ? `10.9.0.${n}` : `fd09::${n}`))
const far = (family: 4 | 6) => [23, 24].map((n) => (family === 4 ? `10.8.0.${n}` : `fd08::${n}`))
const PORTS = [80, 443, 5000, 5005] as const

let places: Places
let file: string
let agent: ChildProcess
let watch: Watching

const servers = (addresses: readonly string[], port?: number) =>
  addresses.map((address, i) => ({ label: `s${i + 1}`, address, ...(port ? { port } : {}) }))

async function apply(...services: ServiceIn[]): Promise<void> {
  const end = endOf(
    await commitAll(places.socket, [layer4(...services), listener('fallback', '0.0.0.0', 9081)]),
  )
  assert.equal(end.type, 'applied', JSON.stringify(end, null, 1))
}

async function setStates(states: Record<string, 'drained' | 'halted'>) {
  const { answer } = await ask(places.socket, 'set-server-states', {
    document: offline(states),
    author: 'test',
  })
  return (answer as Output<'set-server-states'>).servers
}

const table = (): string => network.lb.run('ipvsadm', '-Ln', '--exact')

/** Waits until every server's check has passed. */
async function ready(count: number): Promise<void> {
  const all = await until(
    () => {
      const rows = watch.now().rows.filter((r) => r.row === 'server')
      return rows.length === count && rows.every((r) => r.state === 'up') ? true : null
    },
    40_000,
    200,
  )
  assert.ok(all, `${JSON.stringify(watch.now().rows)} ${table()}`)
}

/** Waits until a server stands in the table, or not. */
const inTable = (address: string, present = true) =>
  until(() => (table().includes(`-> ${address}`) === present ? true : null), 15_000, 200)

async function answers(count: number, asked: Parameters<Peer['ask']>[0]): Promise<string[]> {
  const all: string[] = []
  for (let i = 0; i < count; i++) all.push(await client.ask(asked))
  return all
}

const namesIn = (all: readonly string[]) => [...new Set(all.map((a) => a.split(' ')[0]))].sort()
const sourcesIn = (all: readonly string[]) => [...new Set(all.map((a) => a.split(' ')[1]))]

before(async () => {
  for (const n of ['rs1', 'rs2'] as const) {
    network[n].run('sh', '-c', 'cd /proc/sys/net/ipv4/conf/all; echo 1 >arp_ignore; echo 2 >arp_announce')
    network[n].run('ip', 'addr', 'add', `${DR4}/32`, 'dev', 'lo')
    network[n].run('ip', 'addr', 'add', `${DR6}/128`, 'dev', 'lo', 'nodad')
  }
  for (const n of ['rs3', 'rs4'] as const) {
    network[n].run('ip', 'route', 'add', 'default', 'via', '10.8.0.1')
    network[n].run('ip', '-6', 'route', 'add', 'default', 'via', 'fd08::1')
  }
  const own = {
    rs1: [...near(4).slice(0, 1), 'fd09::21'],
    rs2: ['10.9.0.22', 'fd09::22'],
    rs3: ['10.8.0.23', 'fd08::23'],
    rs4: ['10.8.0.24', 'fd08::24'],
  }
  for (const n of ['rs1', 'rs2', 'rs3', 'rs4'] as const)
    for (const address of [...own[n], ...(n === 'rs1' || n === 'rs2' ? [DR4, DR6] : [])])
      for (const port of [...PORTS, 8080])
        for (const protocol of ['tcp', 'udp'] as const)
          assert.equal(await peers[n].listen(protocol, address, port), 'listening')
  places = await makeHome('own namespace')
  process.env.FULCRUM_PATIENCE = '20000'
  file = join(places.state, 'agent-under-test.mjs')
  await bundle('testing/agent-process.ts', file)
  agent = await agentIn(network.lb, places, file)
  watch = await watching(places.socket)
})

after(async () => {
  watch?.end()
  if (agent?.exitCode === null && agent.signalCode === null) await kill(agent)
  if (places) {
    await downIn(network.lb, places)
    await endHome(places)
  }
  for (const peer of Object.values(peers)) peer.end()
  removeNetwork(Object.values(network), ['l4br0', 'l4br1'])
})

const plainly = { persistent: false, balance: 'wrr' }
const EXPECTED = { dr: 'the client', nat: 'the client', snat: 'the appliance' }

for (const forwarding of ['dr', 'nat', 'snat'] as const)
  test(`${forwarding.toUpperCase()}, TCP and UDP, IPv4 and IPv6: packets reach both servers, which see ${EXPECTED[forwarding]}`, async () => {
    const to = forwarding === 'nat' ? far : near
    const port = forwarding === 'dr' ? 80 : 8080
    const made = ([4, 6] as const).flatMap((family) =>
      (['tcp', 'udp'] as const).map(
        (protocol): ServiceIn => ({
          label: `${forwarding}-${protocol}-${family}`,
          address:
            forwarding === 'dr' ? (family === 4 ? DR4 : DR6) : family === 4 ? '10.9.0.101' : 'fd09::101',
          ports: '80',
          data: { protocol, forwarding, ...plainly },
          servers: servers(to(family), forwarding === 'dr' ? undefined : port),
        }),
      ),
    )
    await apply(...made)
    await ready(8)
    for (const service of made) {
      const v6 = service.address.includes(':')
      const all = await answers(4, {
        protocol: service.data?.protocol as 'tcp',
        address: service.address,
        port: 80,
        from: v6 ? 'fd09::10' : '10.9.0.10',
      })
      assert.deepEqual(
        namesIn(all),
        forwarding === 'nat' ? ['rs3', 'rs4'] : ['rs1', 'rs2'],
        `${service.label}: ${all} ${table()}`,
      )
      const appliance = v6 ? 'fd09::1' : '10.9.0.1'
      const seen = forwarding === 'snat' ? appliance : v6 ? 'fd09::10' : '10.9.0.10'
      assert.deepEqual(sourcesIn(all), [seen], service.label)
      assert.ok(
        all.every((a) => a.endsWith(` ${port}`)),
        `${all}`,
      )
    }
  })

test('several ports, TCP and UDP, are one service: a client keeps its server over all of them', async () => {
  await apply({
    label: 'Many',
    address: DR4,
    ports: '80,443,5000-5010',
    data: { protocol: 'tcpudp', forwarding: 'dr', balance: 'wrr', checkPort: 80 },
    servers: servers(near(4)),
  })
  await ready(2)
  const seen = new Set<string>()
  for (const from of clients) {
    const all: string[] = []
    for (const port of PORTS)
      for (const protocol of ['tcp', 'udp'] as const)
        all.push(await client.ask({ protocol, address: DR4, port, from }))
    assert.equal(namesIn(all).length, 1, `${from}: ${all}`)
    seen.add(namesIn(all)[0] ?? '')
  }
  assert.deepEqual([...seen].sort(), ['rs1', 'rs2'])
  assert.equal(await client.ask({ address: DR4, port: 81, from: clients[0] }), 'ECONNREFUSED')
})

test('granularity: clients of one network are one client', async () => {
  const service = (granularity: string): ServiceIn => ({
    label: 'Wide',
    address: DR4,
    ports: '80',
    data: { forwarding: 'dr', balance: 'wrr', granularity },
    servers: servers(near(4)),
  })
  await apply(service('255.255.255.192'))
  await ready(2)
  const same: string[] = []
  for (const from of clients) same.push(await client.ask({ address: DR4, port: 80, from }))
  assert.equal(namesIn(same).length, 1, `${same}`)
  const other = await client.ask({ address: DR4, port: 80, from: '10.9.0.70' })
  assert.notDeepEqual(namesIn([other]), namesIn(same))
})

test('one packet scheduling: packets of one client and port go to both servers', async () => {
  const service = (protocol: string): ServiceIn => ({
    label: 'Syslog',
    address: DR4,
    ports: '5000',
    data: { protocol, forwarding: 'dr', ...plainly, checkPort: 80, check: 'ping' },
    servers: servers(near(4)),
  })
  const burst = { protocol: 'udp', address: DR4, port: 5000, packets: 4, from: clients[0] } as const
  await apply(service('udp'))
  await ready(2)
  assert.equal(namesIn((await client.ask(burst)).split(',')).length, 1)
  await apply(service('ops'))
  await ready(2)
  assert.deepEqual(namesIn((await client.ask(burst)).split(',')), ['rs1', 'rs2'])
})

const persistent: ServiceIn = {
  label: 'Keep',
  address: DR4,
  ports: '80',
  data: { forwarding: 'dr', balance: 'wrr' },
  servers: servers(near(4)),
}
const idOf = (server: string): string => `Keep.${server === 'rs1' ? 's1' : 's2'}`

test('drained: the tied client and its connection stay, new clients go elsewhere, through reload and restarts', async () => {
  await apply(persistent)
  await ready(2)
  const first = await client.ask({ address: DR4, port: 80, from: clients[0], keep: 'old' })
  const home = namesIn([first])[0] ?? ''
  const began = Date.now()
  assert.deepEqual(await setStates({ [idOf(home)]: 'drained' }), [
    { server: idOf(home), state: 'drained', failure: '' },
  ])
  console.log(`drain took ${Date.now() - began} ms`)
  assert.equal(await client.say('old'), 'echo')
  const expectDrained = async (when: string) => {
    assert.deepEqual(
      namesIn([await client.ask({ address: DR4, port: 80, from: clients[0] })]),
      [home],
      `${when}: ${table()}`,
    )
    const others = await Promise.all(
      clients.slice(1).map((from) => client.ask({ address: DR4, port: 80, from })),
    )
    assert.ok(!namesIn(others).includes(home), `${when}: ${others}`)
    assert.equal(await client.say('old'), 'echo', when)
  }
  await expectDrained('drained')
  const row = await until(
    () => watch.now().rows.find((r) => r.item === idOf(home) && r.state === 'drained') ?? null,
    5000,
  )
  assert.ok(row, JSON.stringify(watch.now().rows))
  assert.equal(endOf(await operate(places.socket, 'reload', 'layer4')).type, 'applied')
  await expectDrained('reloaded')
  const restarted = endOf(await operate(places.socket, 'restart', 'layer4'))
  assert.equal(restarted.type, 'applied', JSON.stringify(restarted))
  await expectDrained('restarted')
  assert.deepEqual(await setStates({}), [{ server: idOf(home), state: 'online', failure: '' }])
  assert.match(table(), new RegExp(`${home === 'rs1' ? '10.9.0.21' : '10.9.0.22'}:80 +Route +100`))
})

test('a weight changed by hand is put back', async () => {
  network.lb.run('ipvsadm', '-e', '-t', `${DR4}:80`, '-r', '10.9.0.21:80', '-g', '-w', '0')
  const back = await until(() => (/10\.9\.0\.21:80 +Route +100 /.test(table()) ? true : null), 10_000, 200)
  assert.ok(back, table())
})

test('halted: out of the table, its client is reset, and all go elsewhere', async () => {
  const first = await client.ask({ address: DR4, port: 80, from: clients[1], keep: 'halted' })
  const home = namesIn([first])[0] ?? ''
  const address = home === 'rs1' ? '10.9.0.21' : '10.9.0.22'
  const began = Date.now()
  assert.deepEqual(await setStates({ [idOf(home)]: 'halted' }), [
    { server: idOf(home), state: 'halted', failure: '' },
  ])
  console.log(`halt took ${Date.now() - began} ms`)
  assert.ok(!table().includes(address), table())
  assert.equal(await client.say('halted'), 'ECONNRESET')
  const all = await Promise.all(clients.map((from) => client.ask({ address: DR4, port: 80, from })))
  assert.ok(!namesIn(all).includes(home), `${all}`)
  assert.deepEqual(await setStates({}), [{ server: idOf(home), state: 'online', failure: '' }])
  assert.ok(await inTable(address), table())
})

test('drain and halt under load: no request fails', async () => {
  await client.load({ address: DR4, port: 80, from: clients[3] })
  const rounds: Record<string, 'drained'>[] = [{ 'Keep.s1': 'drained' }, {}, { 'Keep.s2': 'drained' }, {}]
  for (const states of rounds) {
    await setStates(states)
    await pause(800)
  }
  const { asked, failed } = await client.stop()
  console.log(`${asked} requests while draining`)
  assert.deepEqual(failed, [])
  assert.ok(asked > 20)
})

test('fallback when all have failed, and when all were taken offline: the page of the appliance (FB-14)', async () => {
  await setStates({ 'Keep.s1': 'halted', 'Keep.s2': 'halted' })
  const page = () => network.client.run('sh', '-c', `curl -s -m 3 http://${DR4}/ || true`)
  const offlinePage = await until(
    () => (page().includes('temporarily unavailable') ? true : null),
    10_000,
    300,
  )
  assert.ok(offlinePage, table())
  await setStates({ 'Keep.s1': 'drained', 'Keep.s2': 'drained' })
  const drainedPage = await until(
    () =>
      network.client
        .run('sh', '-c', `curl -s -m 3 --interface 10.9.0.70 http://${DR4}/ || true`)
        .includes('temporarily unavailable')
        ? true
        : null,
    10_000,
    300,
  )
  assert.ok(drainedPage, table())
  await setStates({})
  await ready(2)
  const drop =
    'add table inet cut; add chain inet cut in { type filter hook input priority -200; }; add rule inet cut in tcp dport 80 reject with tcp reset'
  for (const n of ['rs1', 'rs2'] as const) network[n].run('nft', drop)
  const failedPage = await until(
    () => (page().includes('temporarily unavailable') ? true : null),
    30_000,
    500,
  )
  for (const n of ['rs1', 'rs2'] as const) network[n].run('nft', 'delete table inet cut')
  assert.ok(failedPage, table())
  const reasons = watch
    .now()
    .rows.filter((r) => r.row === 'server')
    .map((r) => r.reason)
  console.log(`reasons: ${reasons.join('; ')}`)
  await ready(2)
})

test('the agent is killed: packets and checks go on; the next one knows every server’s health and since when', async () => {
  const before = await until(() => {
    const rows = watch.now().rows.filter((r) => r.row === 'server')
    return rows.length === 2 && rows.every((r) => r.state === 'up') ? rows : null
  }, 15_000)
  assert.ok(before, JSON.stringify(watch.now().rows))
  watch.end()
  await kill(agent)
  assert.match(await client.ask({ address: DR4, port: 80, from: clients[0] }), /^rs/)
  network.rs2.run('ip', 'link', 'set', 'eth0', 'down')
  assert.ok(await inTable('10.9.0.22', false), table())
  const all = await Promise.all(clients.map((from) => client.ask({ address: DR4, port: 80, from })))
  assert.deepEqual(namesIn(all), ['rs1'])
  const pid = readFileSync(join(places.run, 'layer4.pid'), 'utf8')
  agent = await agentIn(network.lb, places, file)
  watch = await watching(places.socket)
  assert.equal(readFileSync(join(places.run, 'layer4.pid'), 'utf8'), pid, 'keepalived is the same')
  const rows = await until(() => {
    const [one, two] = watch.now().rows.filter((r) => r.row === 'server')
    return one?.state === 'up' && two?.state === 'down' ? [one, two] : null
  }, 10_000)
  assert.ok(rows, JSON.stringify(watch.now().rows))
  assert.equal(rows[0]?.since, before.find((r) => r.item === rows[0]?.item)?.since)
  assert.match(rows[1]?.reason ?? '', /TCP_CHECK|Connection/)
  network.rs2.run('ip', 'link', 'set', 'eth0', 'up')
  network.rs2.run('ip', 'addr', 'replace', 'fd09::22/64', 'dev', 'eth0', 'nodad')
  assert.ok(await inTable('10.9.0.22'), table())
})

test('keepalived is killed: it is started again, and its servers come back', async () => {
  const pid = Number(readFileSync(join(places.run, 'layer4.pid'), 'utf8').split(' ')[0])
  process.kill(pid, 'SIGKILL')
  const again = await until(
    () => (Number(readFileSync(join(places.run, 'layer4.pid'), 'utf8').split(' ')[0]) !== pid ? true : null),
    20_000,
    200,
  )
  assert.ok(again)
  await ready(2)
  const state = await until(
    () => (watch.now().units.find((u) => u.unit === 'layer4')?.state === 'running' ? true : null),
    15_000,
  )
  assert.ok(state, JSON.stringify(watch.now().units))
})

test('entries: a window with its counts, the search, a whole list', async () => {
  await client.ask({ address: DR4, port: 80, from: clients[2], keep: 'listed' })
  const { answer } = await ask(places.socket, 'layer4-connections', {
    offset: 0,
    limit: 100,
    search: `${clients[2]} established`,
  })
  const found = answer as ConnectionsAnswer
  assert.equal(found.complete, true)
  assert.ok(found.matching >= 1 && found.total > found.matching, JSON.stringify(found))
  assert.ok(
    found.entries.every(
      (e) => e.client.startsWith(`${clients[2]}:`) && e.virtual === `${DR4}:80` && !e.template,
    ),
  )
})

test('a script that is not there, and a wrong line, are refused with their place; nothing changed', async () => {
  const before = readFileSync(join(unitFolder(places, 'layer4'), 'keepalived.conf'), 'utf8')
  const end = endOf(
    await commitAll(places.socket, [
      layer4({ ...persistent, data: { ...persistent.data, check: 'external', checkScript: 'not-there' } }),
    ]),
  )
  assert.ok(end.type === 'problems' || end.type === 'refused', JSON.stringify(end))
  assert.equal(readFileSync(join(unitFolder(places, 'layer4'), 'keepalived.conf'), 'utf8'), before)
})

test('the last service goes: table, rules and settings are as they were', async () => {
  const end = endOf(await commitAll(places.socket, [layer4()]))
  assert.equal(end.type, 'applied', JSON.stringify(end))
  assert.doesNotMatch(table(), /TCP|FWM/)
  assert.doesNotMatch(network.lb.run('nft', 'list', 'tables'), /fulcrum/)
  assert.equal(network.lb.run('cat', '/proc/sys/net/ipv4/vs/expire_nodest_conn').trim(), '0')
})
