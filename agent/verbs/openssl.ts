// Verb: open a PFX file by OpenSSL's own program. The password goes in by a pipe, and nothing touches the disk.
import { spawn } from 'node:child_process'
import type { Writable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { PLAIN_ENV } from './run.ts'

const LIMIT = 10_000

/** All certificates and keys in it as PEM; null where password or file is wrong. */
export async function openPfx(file: Buffer, password: string): Promise<string | null> {
  // Older programs write RC2, which OpenSSL 3 opens only when it is told to.
  return (await open(file, password, [])) ?? open(file, password, ['-legacy'])
}

async function open(file: Buffer, password: string, more: readonly string[]): Promise<string | null> {
  const child = spawn('/usr/bin/openssl', ['pkcs12', '-nodes', '-passin', 'fd:3', ...more], {
    cwd: '/',
    env: PLAIN_ENV,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    timeout: LIMIT,
    killSignal: 'SIGKILL',
  })
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  )
  // It may end without reading all; its exit code tells then.
  const give = (to: Writable, what: Buffer | string) => to.on('error', () => {}).end(what)
  give(child.stdio[3] as Writable, `${password}\n`)
  give(child.stdin, file)
  const [output, , code] = await Promise.all([text(child.stdout), buffer(child.stderr), ended])
  return code === 0 ? output : null
}
