// What an appliance has before it is started: the release, a certificate, somebody who can log in. Done once; later it costs only a look.
import { join } from 'node:path'
import type { Places } from '../places.ts'
import { selfSignedCertificate } from './certificate.ts'
import { FIRST_USER, firstUser } from './first-user.ts'
import { install, nodeForOthers } from './install.ts'
import { type Environment, say } from './tools.ts'
import type { Account } from './users.ts'

export interface Prepared {
  /** The folder of the release. */
  release: string
  /** The Node that unprivileged users can run. */
  node: string
  env: Environment
}

/** Fills the directories that `makeDirectories` made with what the sources of the digest make; the certificate is for the addresses. Throws `Plain` on a weak FULCRUM_PASSWORD. */
export async function prepare(
  places: Places,
  digest: string,
  account: Account,
  addresses: readonly string[],
): Promise<Prepared> {
  const release = await install(places, digest)
  await selfSignedCertificate(places.secrets, addresses)
  const node = nodeForOthers(places.state)
  const env = environment(places)
  const note = join(places.agent, 'first-user-made')
  const password = await firstUser({ node, release, env, account, note })
  // At once: were anything later to fail, nobody could ever log in.
  if (password) say(`Password: ${password}   (of the user ${FIRST_USER}, shown only this once)`)
  return { release, node, env }
}

/** The little that agent and console need to know, and nothing of the terminal's own environment. */
const environment = ({ state, run: runDirectory }: Places): Environment => ({
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  NODE_ENV: 'production',
  // What was freed goes back to the machine: compressed answers and rows of thousands leave much behind.
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_MMAP_THRESHOLD_: '1048576',
  FULCRUM_STATE: state,
  FULCRUM_RUN: runDirectory,
})
