// In the VM: runs the programs that e2e/lab/vm/at.mjs asks for, each in a group of its own that ends with its connection.
import { spawn } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'

const CONTROL = 7000
const token = readFileSync(process.argv[2], 'utf8')
const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()

createServer((socket) => {
  let child
  const tell = (message) => socket.write(`${JSON.stringify(message)}\n`)
  const signal = (name) => child?.exitCode === null && child.signalCode === null && group(child.pid, name)
  socket.on('error', () => undefined).on('close', () => signal('SIGKILL'))
  const lines = createInterface({ input: socket }).on('error', () => undefined) // the socket's own, once more
  lines.on('line', (line) => {
    const asked = JSON.parse(line)
    if (!child && asked.token !== token) socket.destroy()
    else if (!child) child = run(asked, tell, () => socket.end())
    else if (asked.signal) signal(asked.signal)
    else if (asked.input) child.stdin.write(Buffer.from(asked.input, 'base64'))
    else child.stdin.end()
  })
}).listen(CONTROL, '10.0.2.15', () => appendFileSync('/dev/console', `takes commands in boot ${boot}\n`))

function run({ args: [file, ...args], cwd, env }, tell, done) {
  const child = spawn(file, args, { cwd, env, detached: true })
  child.stdout.on('data', (part) => tell({ stdout: part.toString('base64') }))
  child.stderr.on('data', (part) => tell({ stderr: part.toString('base64') }))
  child.stdin.on('error', () => undefined) // it may end without reading what it was given
  const end = (message) => {
    tell(message)
    done()
  }
  child.on('error', ({ message }) => end({ code: 127, why: message }))
  // Its output ends with it, unless a daemon that it left behind keeps that open.
  child.on('exit', (code, signal) => {
    const once = setTimeout(() => end({ code, signal }), 300)
    child.once('close', () => clearTimeout(once) ?? end({ code, signal }))
  })
  return child
}

function group(pid, name) {
  try {
    process.kill(-pid, name)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error // it ended by itself
  }
}
