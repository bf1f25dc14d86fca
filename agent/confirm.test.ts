// A change of how the console is reached undoes itself unless it is confirmed, whoever is killed in between: a real nginx, real processes. Needs root.
import assert from 'node:assert/strict'
import { type ChildProcess, execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import type { Document } from '../lib/model/document.ts'
import type { Confirmation } from '../lib/protocol/confirm.ts'
import type { Progress } from '../lib/protocol/messages.ts'
import { Confirm } from './confirm.ts'
import { digestOfUnit } from './digests.ts'
import type { Places } from './places.ts'
import { bundle } from './testing/bundle.ts'
import { applied, ask, commitAll, endOf, watching } from './testing/client.ts'
import { listener } from './testing/documents.ts'
import { endHome, makeHome } from './testing/home.ts'
import { agentIn, downIn, kill, makeNamespace, type Namespace } from './testing/namespace.ts'
import { soon } from './testing/traffic.ts'

const HERE = '10.99.7.1'
const run = promisify(execFile)

let places: Places
let namespace: Namespace
let file: string
let agent: ChildProcess

before(async () => {
  places = await makeHome('own namespace')
  namespace = makeNamespace(`fulcrum-confirm-${process.pid}`, `${HERE}/24`)
  file = join(places.state, 'confirm.mjs')
  await bundle('testing/confirm-process.ts', file)
  await start()
  await moveTo(9443)
  assert.equal(waiting(), null, 'the first start cuts off nobody')
})

after(async () => {
  await kill(agent)
  await downIn(namespace, places)
  await endHome(places)
  namespace.remove()
})

const start = async (within = 2, killAfter?: number): Promise<void> => {
  agent = await agentIn(namespace, places, file, killAfter, { FULCRUM_WITHIN: String(within) })
}
const documents = (port: number, more: object = {}): Document[] => {
  const document = listener('front', HERE, port)
  return [{ ...document, items: document.items.map((i) => ({ ...i, data: { ...i.data, ...more } })) }]
}
async function moveTo(port: number, more: object = {}): Promise<Progress> {
  const end = endOf(await commitAll(places.socket, documents(port, more)))
  assert.equal(end.type, 'applied', JSON.stringify(end))
  return end
}

/** The configuration that answers on the port; empty where nobody does. */
const digestOn = async (port: number): Promise<string> => {
  const url = `https://${HERE}:${port}/.fulcrum-digest`
  const answer = await run('ip', ['netns', 'exec', namespace.name, 'curl', '-sk', url]).catch(() => null)
  return answer?.stdout ?? ''
}
const answersOn = async (port: number) => (await digestOn(port)) !== ''
const waiting = () => new Confirm(places).pending()
const told = () => new Confirm(places).told()
const keep = async (over: string, id = told()?.id) =>
  (await ask(places.socket, 'keep', { id, over })).answer.outcome
/** There is exactly one. */
function killGuard(): void {
  const pids = execFileSync('pgrep', ['-f', `${file} guard`], { encoding: 'utf8' })
    .trim()
    .split('\n')
  assert.equal(pids.length, 1)
  process.kill(Number(pids[0]), 'SIGKILL')
}
/** Where the console answers, and nowhere else. */
async function standsOn(port: number, other: number, limit = 9000): Promise<void> {
  await soon(
    `the console is on ${port}`,
    async () => (await answersOn(port)) && !(await answersOn(other)),
    limit,
  )
}

test('kept over the new configuration only, and then it stays', async () => {
  await moveTo(9444)
  await standsOn(9444, 9443)
  const pending = waiting()
  assert.deepEqual(pending?.console, { addresses: [HERE], port: 9444 })
  const before = JSON.parse(
    readFileSync(join(places.generations, String(pending?.from), 'files.json'), 'utf8'),
  )
  assert.equal(
    await keep(digestOfUnit(before, 'front') ?? ''),
    'other-way',
    'an old connection proves nothing',
  )
  assert.equal(await keep(''), 'other-way')
  assert.equal(await keep(await digestOn(9444), 'another'), 'gone')
  assert.equal(await keep(await digestOn(9444)), 'kept')
  await new Promise((r) => setTimeout(r, 2500))
  await standsOn(9444, 9443)
  assert.equal(told(), null)
})

test('nothing else is committed before it is confirmed, and a watcher is told', async () => {
  const watch = await watching(places.socket)
  await moveTo(9443)
  const end = endOf(await commitAll(places.socket, [listener('fallback', HERE, 9081)]))
  assert.equal(end.type === 'problems' && end.problems[0]?.code, 'UNCONFIRMED')
  await soon('the watcher is told', () => watch.now().confirmation?.state === 'waiting')
  const { id } = watch.now().confirmation as Confirmation
  assert.equal((await ask(places.socket, 'undo', { id: 'another' })).answer.outcome, 'gone')
  assert.equal((await ask(places.socket, 'undo', { id })).answer.outcome, 'undone')
  await standsOn(9444, 9443)
  await soon('the watcher is told again', () => watch.now().confirmation?.state === 'undone')
  assert.equal(await keep(await digestOn(9444), id), 'gone')
  watch.end()
})

test('not confirmed in time: undone, with the certificate, the ciphers and all', async () => {
  const before = await applied(places.socket)
  await moveTo(9443, { tls: '1.3' })
  await standsOn(9443, 9444)
  await standsOn(9444, 9443)
  const now = await applied(places.socket)
  assert.equal(now.generation, before.generation)
  assert.deepEqual(now.files, before.files)
  assert.equal(told()?.state, 'undone')
})

test('the agent killed: its guard undoes it, and the next agent stands on the same', async () => {
  await moveTo(9443)
  await kill(agent)
  await standsOn(9443, 9444)
  await standsOn(9444, 9443, 12_000)
  await start()
  await standsOn(9444, 9443)
  assert.equal(told()?.state, 'undone')
})

test('agent and guard killed: undone as soon as an agent starts after the time; before it, it goes on waiting', async () => {
  await kill(agent)
  await start(3)
  await moveTo(9443)
  killGuard()
  await kill(agent)
  await start(3)
  assert.equal(waiting()?.to, (await applied(places.socket)).generation, 'its time is not over')
  await kill(agent)
  await new Promise((r) => setTimeout(r, 3000))
  assert.equal(await answersOn(9443), true, 'nobody was there to undo it')
  await start()
  await standsOn(9444, 9443)
  assert.equal(told()?.state, 'undone')
})

test('after a reboot it is undone at the start, whatever the clock says', async () => {
  await kill(agent)
  await start(600)
  await moveTo(9443)
  const pending = waiting()
  assert.ok(pending)
  killGuard()
  await kill(agent)
  writeFileSync(join(places.confirm, 'pending.json'), JSON.stringify({ ...pending, bootId: 'before' }))
  await start()
  await standsOn(9444, 9443)
})

test('killed after each step of the change: never on the new one without a confirmation', async () => {
  const before = (await applied(places.socket)).generation
  for (const step of [2, 3, 4, 5, 6]) {
    await kill(agent)
    await start(1, step)
    await commitAll(places.socket, documents(9443))
    await kill(agent)
    await start(1)
    await standsOn(9444, 9443)
    assert.equal((await applied(places.socket)).generation, before, `killed after step ${step}`)
    assert.equal(waiting(), null)
  }
})

test('an undo that was interrupted is finished', async () => {
  await moveTo(9443)
  const confirm = new Confirm(places)
  assert.equal(confirm.take(), true)
  await kill(agent)
  await start()
  await standsOn(9444, 9443)
  assert.equal(told()?.state, 'undone')
})

test('who starts the appliance says where it listens, and need not confirm', async () => {
  const base = (await applied(places.socket)).generation
  const { answer } = await askCommit({
    base,
    documents: documents(9443),
    author: 'console',
    unattended: true,
  })
  assert.match(answer, /"applied"/)
  assert.equal(waiting(), null)
  await standsOn(9443, 9444)
})

/** One commit with all that its message may say. */
async function askCommit(input: object): Promise<{ answer: string }> {
  const { stdout } = await run('curl', [
    ...['-s', '--unix-socket', places.socket, '--data', JSON.stringify(input)],
    'http://agent/commit',
  ])
  return { answer: stdout }
}

test('what takes everything down takes the guard down too, as the agent is shipped', async () => {
  await kill(agent)
  const shipped = join(places.state, 'agent.mjs')
  await bundle('main.ts', shipped)
  agent = namespace.start([process.execPath, shipped], {
    FULCRUM_STATE: places.state,
    FULCRUM_RUN: places.run,
  })
  const ready = () =>
    ask(places.socket, 'applied').then(
      () => true,
      () => false,
    )
  await soon('the agent is ready', ready)
  await moveTo(9444)
  const guards = () =>
    execFileSync('sh', ['-c', 'pgrep -fc "[a]gent.mjs guard" || true'], { encoding: 'utf8' }).trim()
  assert.equal(guards(), '1')
  await kill(agent)
  await downIn(namespace, places)
  assert.equal(guards(), '0')
  assert.equal(await answersOn(9444), false)
})

test('keep and undo in the same moment: one of them, never both, never none', async () => {
  const folder = mkdtempSync('/tmp/fulcrum-race-')
  const rounds = 60
  for (let n = 0; n < rounds; n++) {
    mkdirSync(join(folder, String(n)))
    const round = new Confirm({ ...places, confirm: join(folder, String(n)) }, 60)
    const generation = { ...{ number: 0, at: null, author: '' }, documents: {}, files: [] }
    round.arm(generation as never, { ...generation, number: 1 } as never, {
      ...{ areas: ['front'], author: '', proof: null, console: null },
    })
  }
  const at = String(Date.now() + 700)
  const race = (who: string) => run(process.execPath, [file, 'race', folder, who, String(rounds), at])
  await Promise.all([race('keep'), race('undo')])
  const won = (who: string): number[] => JSON.parse(readFileSync(join(folder, who), 'utf8'))
  const all = [...won('keep'), ...won('undo')].sort((a, b) => a - b)
  assert.deepEqual(
    all,
    Array.from({ length: rounds }, (_, n) => n),
  )
  rmSync(folder, { recursive: true })
})
