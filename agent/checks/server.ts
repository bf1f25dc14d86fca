// The check runner's door: HAProxy's agent checks on a loopback port.
import { createServer, type Server, type Socket } from 'node:net'
import { answerDown, parseCheck, runCheck, tryCheck } from './runner.ts'

const LONGEST_QUESTION = 400

/** Answers one line a connection. `ping` is the agent's: whether we live; so is a check behind `?`: all that came of it, as JSON. */
export function serveChecks(port: number, scripts: string): Promise<Server> {
  const server = createServer((connection) => {
    connection.setEncoding('utf8')
    connection.setTimeout(5000, () => connection.destroy())
    connection.on('error', () => connection.destroy()) // HAProxy went away, as it does on a reload
    let question = ''
    connection.on('data', (text: string) => {
      question += text
      if (question.includes('\n')) answer(connection, scripts, question.split('\n')[0] ?? '')
      else if (question.length > LONGEST_QUESTION) connection.destroy()
    })
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', 1024, () => resolve(server))
  })
}

function answer(connection: Socket, scripts: string, line: string): void {
  connection.removeAllListeners('data')
  connection.resume()
  if (line === 'ping') return void connection.end('pong\n')
  const [, once, question = ''] = /^(\?)?(.*)$/s.exec(line) ?? []
  const check = parseCheck(question)
  if (!check) return void connection.end(answerDown('the check runner did not understand HAProxy'))
  if (once) return void tryCheck(scripts, check).then((ran) => connection.end(JSON.stringify(ran)))
  void runCheck(scripts, check).then((said) => connection.end(said))
}
