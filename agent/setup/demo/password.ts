// The password of the console's user: from FULCRUM_PASSWORD, or typed unseen.
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { Plain } from '../tools.ts'

/** Throws `Plain` where there is neither a variable nor a terminal to ask at. */
export async function consolePassword(user: string): Promise<string> {
  const given = process.env.FULCRUM_PASSWORD
  if (given) return given
  if (!process.stdin.isTTY) throw new Plain(`Set FULCRUM_PASSWORD to the password of ${user}.`)
  process.stdout.write(`Password of ${user}: `)
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: unseen, terminal: true })
  const typed = await new Promise<string>((resolve) =>
    terminal.once('line', resolve).once('close', () => resolve('')),
  )
  terminal.close()
  process.stdout.write('\n')
  return typed
}
