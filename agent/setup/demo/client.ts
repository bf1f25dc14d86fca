// The demo's client, in a network namespace of its own: light traffic to the three services, so that CONNS move.
import { spawn } from 'node:child_process'
import { get } from 'node:http'
import { connect } from 'node:net'
import { CLIENTS, DICOM_PORT, LONGEST, MAIL, MAIL_PORTS, PRINT, WEB } from './services.ts'
import { becomeNobody, endWithInput, repeat } from './tools.ts'

const oneOf = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)] as T
/** Refused and cut connections are part of the picture: a server may be off. */
const whatever = () => undefined

/** A page about three times a second. */
const page = () => {
  const asked = get({ host: WEB, localAddress: oneOf(CLIENTS), agent: false }, (answer) => answer.resume())
  asked.on('error', whatever).setTimeout(15_000, () => asked.destroy())
}

/** Somebody reads mail for some seconds. */
const mail = () => {
  const socket = connect({ host: MAIL, port: oneOf(MAIL_PORTS), localAddress: oneOf(CLIENTS) })
  socket.on('error', whatever).resume()
  setTimeout(() => socket.end(), 3_000 + 12_000 * Math.random())
}

/** A modality looks whether its printer is there. */
const echo = () => spawn('echoscu', ['-to', '3', PRINT, String(DICOM_PORT)], { cwd: '/', stdio: 'ignore' })

endWithInput(LONGEST)
becomeNobody()
repeat(350, page)
repeat(1_200, mail)
repeat(5_000, echo)
process.stdout.write('ready\n')
