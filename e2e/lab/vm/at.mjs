#!/usr/bin/env node
// Runs a program in the lab's VM as if it were here: `at.mjs <folder of the VM> <program> [arguments]`; input, output, signals and exit code are its own.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2']
const [folder, ...args] = process.argv.slice(2)
const token = readFileSync(join(folder, 'token'), 'utf8')
const { control } = JSON.parse(readFileSync(join(folder, 'ports.json'), 'utf8'))

const socket = connect(control, '127.0.0.1')
const tell = (message) => socket.write(`${JSON.stringify(message)}\n`)
const last = { code: undefined }
tell({ token, args, cwd: process.cwd(), env: process.env })
for (const signal of SIGNALS) process.on(signal, () => tell({ signal }))
process.stdin.on('data', (part) => tell({ input: part.toString('base64') })).on('end', () => tell({}))
const lines = createInterface({ input: socket })
lines.on('line', (line) => {
  const { stdout, stderr, ...end } = JSON.parse(line)
  if (stdout) process.stdout.write(Buffer.from(stdout, 'base64'))
  else if (stderr) process.stderr.write(Buffer.from(stderr, 'base64'))
  else Object.assign(last, end)
})
// Lines pass on what happens to the socket.
lines.on('error', (error) => Object.assign(last, { code: 255, why: error.message }))
socket.on('error', () => undefined)
socket.on('close', () => {
  const { code = 255, why = 'the VM ended or was restarted', signal } = last
  if (code === 255 || last.why) process.stderr.write(`${why}\n`)
  process.stdin.destroy()
  process.exitCode = code ?? 1
  if (signal) die(signal)
})

/** Ends by the signal that the program ended by. */
function die(signal) {
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}
