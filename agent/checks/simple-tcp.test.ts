// The program behind Negotiate with Simple TCP, against real servers: what is up, what is down, and in which words.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { argument } from '../../lib/areas/layer4/quote.ts'

const program = join(import.meta.dirname, 'tools', 'simple-tcp')
const servers: Server[] = []
after(() => {
  for (const s of servers) s.close()
})

async function serve(answer: (socket: Socket) => void, host = '127.0.0.1'): Promise<number> {
  const server = createServer((socket) => answer(socket.on('error', () => undefined)))
  servers.push(server)
  await once(server.listen(0, host), 'listening')
  return (server.address() as AddressInfo).port
}

const check = (port: number, send: string, expect: string, host = '127.0.0.1') =>
  new Promise<string>((resolve) => {
    const args = [host, String(port), '1', `send=${argument(send)}`, `expect=${argument(expect)}`]
    execFile(program, args, (error, out) => resolve(error ? out.trim() : 'up'))
  })

test('connecting is enough where nothing is sent or expected; IPv6 too', async () => {
  const silent = await serve(() => undefined)
  assert.equal(await check(silent, '', ''), 'up')
  assert.equal(await check(await serve(() => undefined, '::1'), '', '', '::1'), 'up')
  servers.pop()?.close()
  const closed = await serve(() => undefined)
  await new Promise((done) => servers.pop()?.close(done))
  assert.equal(await check(closed, '', ''), `no connection to port ${closed}: Connection refused`)
})

test('what is sent arrives to the byte, and the answer is looked through as it comes', async () => {
  const text = 'say "é" $x \\ % = #\r\n'
  const port = await serve((socket) =>
    socket.once('data', (said) => {
      socket.write(`you said `)
      setTimeout(() => socket.end(said), 50)
    }),
  )
  assert.equal(await check(port, text, text), 'up')
  assert.equal(await check(port, text, 'you'), 'up')
  assert.equal(await check(port, text, ''), 'up')
  assert.equal(await check(port, text, 'other'), 'answered without the expected text')
})

test('silence and a closed connection are failures', async () => {
  const silent = await serve(() => undefined)
  assert.equal(await check(silent, 'x', ''), `no answer on port ${silent} within 1 s`)
  const rude = await serve((socket) => socket.end())
  assert.equal(await check(rude, '', 'hello'), `port ${rude} closed the connection`)
})
