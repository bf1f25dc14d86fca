// One sample machine of the demo, in a network namespace of its own: a printer, a web server, a mail server.
// Its number is the argument. It ends with its standard input, so that none is left when the keeper is gone.
import { spawn } from 'node:child_process'
import { createServer as createWebServer } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { DICOM_PORT, LONGEST, MAIL_PORTS, READY, RESTLESS } from './services.ts'
import { becomeNobody, endWithInput, repeat } from './tools.ts'

const number = Number(process.argv[2])
/** How long a web page takes at most, in ms: three servers of unequal load. */
const SLOWNESS = 2000 * number
const HALF_A_MINUTE = 30_000

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => server.on('error', reject).listen(port, '0.0.0.0', resolve))

const web = createWebServer(({ url }, answer) => {
  const wait = url === READY ? 0 : SLOWNESS * Math.random()
  setTimeout(() => answer.end(`web${number}\n`), wait)
})

const mail = (socket: Socket): void => {
  socket.on('error', () => socket.destroy()) // a client that went away in between
  socket.write(`220 mail${number} ready\r\n`)
  socket.resume()
}

/** Takes prints and throws them away. Ends with this process, however that ends. */
const printer = () =>
  spawn('setpriv', ['--pdeathsig', 'KILL', 'storescp', '--ignore', String(DICOM_PORT)], {
    cwd: '/',
    stdio: 'ignore',
  })

endWithInput(LONGEST)
await Promise.all([listening(web, 80), ...MAIL_PORTS.map((port) => listening(createServer(mail), port))])
becomeNobody()
let running = printer()
if (number === RESTLESS) {
  let on = true
  repeat(HALF_A_MINUTE, () => {
    if (on) running.kill('SIGKILL')
    else running = printer()
    on = !on
  })
}
process.stdout.write('ready\n')
