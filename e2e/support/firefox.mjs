#!/usr/bin/env node
// Debian's Firefox ESR in a machine of the lab, for Playwright outside: arguments are the namespace, then Firefox's own.
// Playwright drives it by WebDriver BiDi over TCP, which it opens inside; the same door is opened outside, and on the way
// in what this ESR does not know yet is turned into a question without effect.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'

const [namespace, ...args] = process.argv.slice(2)
const inside = (...command) => ['netns', 'exec', namespace, ...command]
/** To preset light or dark (unknown before Firefox 154), and to keep bodies of answers (before 143): sent for every page. */
const UNKNOWN =
  /"method":"(emulation\.set(MediaFeatures|ScreenOrientation)Override|network\.(add|remove)DataCollector|network\.(get|disown)Data|browser\.setDownloadBehavior)"/

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
    way.stdout.pipe(outside)
    way.stdin.on('error', () => outside.destroy())
    outside.on('error', () => way.kill()).on('close', () => way.kill())
    outside.on(
      'data',
      translator(port, (bytes) => way.stdin.write(bytes)),
    )
  })
  server.listen(0, '127.0.0.1', () => {
    process.stderr.write(`WebDriver BiDi listening on ws://127.0.0.1:${server.address().port}\n`)
  })
}

/** Passes the upgrade request with Firefox's own host and without extensions, then frame after frame (RFC 6455). */
function translator(port, pass) {
  let rest = Buffer.alloc(0)
  let upgraded = false
  return (bytes) => {
    rest = Buffer.concat([rest, bytes])
    if (!upgraded) {
      const end = rest.indexOf('\r\n\r\n')
      if (end < 0) return
      upgraded = true
      const head = rest.toString('latin1', 0, end + 4)
      pass(
        head
          .replace(/^Host: .*$/im, `Host: 127.0.0.1:${port}`)
          .replace(/^Sec-WebSocket-Extensions:.*\r\n/im, ''),
      )
      rest = rest.subarray(end + 4)
    }
    for (let frame = firstFrame(rest); frame; frame = firstFrame(rest)) {
      pass(known(rest.subarray(0, frame.end), frame))
      rest = rest.subarray(frame.end)
    }
  }
}

/** Where the first whole frame has its mask and its end; null until it has come. Clients mask every frame. */
function firstFrame(bytes) {
  if (bytes.length < 2) return null
  const short = bytes[1] & 127
  const mask = short === 126 ? 4 : short === 127 ? 10 : 2
  if (bytes.length < mask + 4) return null
  const length =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
  const end = mask + 4 + length
  return bytes.length < end ? null : { mask, end }
}

/** The frame as it is, or one with a question of the same number without effect. */
function known(frame, { mask }) {
  const key = frame.subarray(mask, mask + 4)
  const masked = (bytes) => Buffer.from(bytes.map((byte, i) => byte ^ key[i & 3]))
  const text = masked(frame.subarray(mask + 4)).toString()
  if (!UNKNOWN.test(text)) return frame
  const { id } = JSON.parse(text)
  const asked = Buffer.from(JSON.stringify({ id, method: 'session.status', params: {} }))
  return Buffer.concat([Buffer.from([frame[0], 128 | asked.length]), key, masked(asked)])
}
