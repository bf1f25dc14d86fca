// Verb: certificates beside their keys, among the agent's secrets.
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Places } from '../places.ts'
import { textOf, writeWhole } from './files.ts'

const UPLOADED = /^certificate-[0-9a-f]{16}$/
/** The appliance's own, which set-up makes. */
const OWN = 'console-certificate'
/** Saved and not yet committed, so that no generation names it. In ms. */
const YOUNG = 7 * 86_400_000

/** Writes both; the certificate last, so that one that is there has its key. */
export function keepPair(places: Places, name: string, certificate: string, key: string): void {
  forgetOld(places)
  writeWhole(join(places.secrets, `${name}-key`), key, 0o600)
  writeWhole(join(places.secrets, name), certificate, 0o600)
}

export const certificatesIn = ({ secrets }: Places): { name: string; pem: string }[] =>
  readdirSync(secrets)
    .filter((name) => UPLOADED.test(name) || name === OWN)
    .map((name) => ({ name, pem: textOf(join(secrets, name)) ?? '' }))

/** Those that nobody has used for a week, and no commit that is kept names. */
function forgetOld({ secrets, generations }: Places): void {
  const old = readdirSync(secrets).filter(
    (name) => UPLOADED.test(name) && Date.now() - statSync(join(secrets, name)).mtimeMs > YOUNG,
  )
  if (old.length === 0) return
  const named = readdirSync(generations).map((n) => textOf(join(generations, n, 'documents.json')) ?? '')
  for (const name of old.filter((o) => !named.some((text) => text.includes(o))))
    for (const file of [name, `${name}-key`]) rmSync(join(secrets, file), { force: true })
}
