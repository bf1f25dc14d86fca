#!/usr/bin/env node
// Debian's Firefox ESR in a machine of the lab, for Playwright outside: arguments are the namespace, then Firefox's own.
// Playwright drives it by WebDriver BiDi over TCP, which it opens inside; the same door is opened outside, and on the way
// out what this ESR does not know yet (emulations, bodies of answers) is answered as done, whichever ESR Debian has.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'

const [namespace, ...args] = process.argv.slice(2)
const inside = (...command) => ['netns', 'exec', namespace, ...command]
const firefox = spawn('ip', inside('/usr/bin/firefox-esr', ...args), { stdio: ['ignore', 'inherit', 'pipe'] })
firefox.on('exit', (code) => process.exit(code ?? 1))
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => firefox.kill(signal))
createInterface({ input: firefox.stderr }).on('line', (line) => {
  const port = /WebDriver BiDi listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1]
  if (port) openDoor(port)
  else process.stderr.write(`${line}\n`)
})

function openDoor(port) {
  const server = createServer((outside) => {
    const way = spawn('ip', inside('socat', '-', `TCP:127.0.0.1:${port}`), {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    way.stdin.on('error', () => outside.destroy())
    outside.on('error', () => way.kill()).on('close', () => way.kill())
    outside.on(
      'data',
      afterHead(asFirefoxWants(port), (bytes) => way.stdin.write(bytes)),
    )
    way.stdout.on(
      'data',
      afterHead(
        (head) => head,
        frames((bytes) => outside.write(bytes)),
      ),
    )
  })
  server.listen(0, '127.0.0.1', () => {
    process.stderr.write(`WebDriver BiDi listening on ws://127.0.0.1:${server.address().port}\n`)
  })
}

/** Passes the head of the upgrade through `change`, and all that follows as it is. */
function afterHead(change, pass) {
  let head = ''
  let passed = false
  return (bytes) => {
    if (passed) return pass(bytes)
    head += bytes.toString('latin1')
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) return
    passed = true
    pass(change(head.slice(0, end + 4)))
    if (head.length > end + 4) pass(Buffer.from(head.slice(end + 4), 'latin1'))
  }
}

/** With Firefox's own host, and without extensions: frames are read here. */
const asFirefoxWants = (port) => (head) =>
  head.replace(/^Host: .*$/im, `Host: 127.0.0.1:${port}`).replace(/^Sec-WebSocket-Extensions:.*\r\n/im, '')

/** Firefox's frames one after the other (RFC 6455); a server's are not masked. */
function frames(pass) {
  let rest = Buffer.alloc(0)
  return (bytes) => {
    if (typeof bytes === 'string') return pass(bytes) // the head
    rest = Buffer.concat([rest, bytes])
    for (let frame = firstFrame(rest); frame; frame = firstFrame(rest)) {
      pass(answered(rest.subarray(0, frame.end), frame))
      rest = rest.subarray(frame.end)
    }
  }
}

/** Where the first whole frame has its text and its end; null until it has come. */
function firstFrame(bytes) {
  if (bytes.length < 2) return null
  const short = bytes[1] & 127
  const text = short === 126 ? 4 : short === 127 ? 10 : 2
  if (bytes.length < text) return null
  const length =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
  const end = text + length
  return bytes.length < end ? null : { text, end }
}

/** The frame as it is; in place of `unknown command` an answer without a result. */
function answered(frame, { text }) {
  if (frame.length > 2000 || !frame.includes('"unknown command"')) return frame
  const { id, error } = JSON.parse(frame.subarray(text).toString())
  if (error !== 'unknown command') return frame
  const done = Buffer.from(JSON.stringify({ type: 'success', id, result: {} }))
  return Buffer.concat([Buffer.from([frame[0], done.length]), done])
}
