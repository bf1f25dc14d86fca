// Starts a built console once, privately, to learn what its login page loads: only that may answer without a session.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loginAssets } from '../../lib/server/login-assets.ts'
import { Plain, until } from './tools.ts'

const PATIENCE = 30_000

/** Paths below /lbadmin of all that the login page of this release loads. Throws `Plain` with the console's own words when it does not answer. */
export async function loginPageAssets(release: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fulcrum-build-'))
  const port = await freePort()
  const log = join(folder, 'log')
  const output = openSync(log, 'w')
  const env = { ...process.env, NODE_ENV: 'production', HOSTNAME: '127.0.0.1', PORT: String(port) } as const
  const child = spawn(process.execPath, ['server.js'], {
    cwd: release,
    env: { ...env, FULCRUM_STATE: folder, FULCRUM_RUN: folder, FULCRUM_LISTEN: '127.0.0.1' },
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  try {
    const origin = `http://127.0.0.1:${port}`
    const up = () =>
      fetch(`${origin}/lbadmin/login`).then(
        ({ ok }) => ok,
        () => false,
      )
    if (await until(up, PATIENCE)) return await loginAssets(origin, release)
    throw new Plain(`The built console does not answer:\n${readFileSync(log, 'utf8').slice(-4000)}`)
  } finally {
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A port of loopback that nobody holds now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port of loopback is free')
  return address.port
}
