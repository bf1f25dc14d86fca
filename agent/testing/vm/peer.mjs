// In the VM: a machine's programs, in one process in its namespace. It listens, asks and keeps connections, as told by a line of JSON each.
import { createSocket } from 'node:dgram'
import { connect, createServer } from 'node:net'
import { createInterface } from 'node:readline'

const name = process.argv[2]
const plain = (address = '') => address.replace(/^::ffff:/, '')
const kept = new Map()

/** Says its name and whom it sees as the client; a connection is kept, and what is sent on it comes back. */
function listen({ protocol, address, port }) {
  if (protocol === 'udp') {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
    socket.on('message', (_, from) =>
      socket.send(`${name} ${plain(from.address)} ${port}`, from.port, from.address),
    )
    return new Promise((resolve) => socket.bind(port, address, () => resolve('listening')))
  }
  const server = createServer((socket) => {
    socket.on('error', () => {}).on('data', (data) => socket.write(data))
    socket.write(`${name} ${plain(socket.remoteAddress)} ${port}`)
  })
  return new Promise((resolve) => server.listen({ host: address, port }, () => resolve('listening')))
}

/** What is answered first; in words what happened instead. */
function ask(order) {
  return order.protocol === 'udp' ? askUdp(order) : askTcp(order)
}

function askUdp({ address, port, from, within = 3000, packets = 1 }) {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
  const answers = []
  return new Promise((resolve) => {
    const end = () => {
      socket.close()
      resolve(answers.length ? answers.join(',') : 'no answer')
    }
    const timer = setTimeout(end, within)
    socket
      .on('error', () => {})
      .on('message', (text) => {
        answers.push(String(text))
        if (answers.length === packets) {
          clearTimeout(timer)
          end()
        } else send()
      })
    const send = () => socket.send('?', port, address)
    socket.bind(0, from, send)
  })
}

function askTcp({ address, port, from, within = 3000, keep }) {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, localAddress: from })
    const timer = setTimeout(() => {
      resolve('no answer')
      if (!keep) socket.destroy()
    }, within)
    if (keep) kept.set(keep, { socket, state: 'open', since: 0 })
    socket.on('error', (error) => {
      clearTimeout(timer)
      if (keep) Object.assign(kept.get(keep), { state: error.code })
      resolve(error.code)
    })
    socket.on(
      'close',
      () => keep && kept.get(keep).state === 'open' && Object.assign(kept.get(keep), { state: 'closed' }),
    )
    socket.once('data', (text) => {
      clearTimeout(timer)
      if (!keep) socket.destroy()
      resolve(String(text))
    })
  })
}

/** Sends on a kept connection: `echo` when it comes back, or what became of it. */
function say({ keep, within = 2000 }) {
  const one = kept.get(keep)
  if (one.state !== 'open') return one.state
  return new Promise((resolve) => {
    const done = (what) => {
      clearTimeout(timer)
      one.socket.off('data', echo).off('close', closed)
      resolve(what)
    }
    const echo = () => done('echo')
    const closed = () => setImmediate(() => done(one.state))
    const timer = setTimeout(() => done('silence'), within)
    one.socket.on('data', echo).on('close', closed)
    one.socket.write('x')
  })
}

/** One request after another until `stop`; counts what failed. */
let loading = null
async function load(order) {
  loading = { asked: 0, failed: [], servers: {} }
  const mine = loading
  while (loading === mine) {
    const answer = await ask(order)
    mine.asked += 1
    const [server, source] = answer.split(' ')
    if (!source) mine.failed.push(answer)
    else mine.servers[server] = (mine.servers[server] ?? 0) + 1
  }
}

const orders = {
  listen,
  ask,
  say,
  load: (order) => void load(order),
  stop: () => {
    const was = loading
    loading = null
    return was
  },
}

createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, do: what, ...order } = JSON.parse(line)
  const answer = await orders[what](order)
  process.stdout.write(`${JSON.stringify({ id, answer: answer ?? null })}\n`)
})
process.stdin.on('end', () => process.exit(0))
