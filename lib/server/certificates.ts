// Certificates on their way to the agent, which alone keeps them: the console passes them on and remembers only what everybody may see.
import type { CertificateInput, CertificateKept } from '../protocol/certificates.ts'
import { ask } from './agent.ts'
import { type Author, record } from './audit.ts'
import { db } from './db.ts'

export async function keepCertificate(author: Author, input: CertificateInput): Promise<CertificateKept> {
  const kept = await ask('keep-certificate', input)
  const deed = kept.ok
    ? { after: { name: kept.name, ...kept.facts } }
    : { result: `refused: ${kept.message}` }
  await record(db(), author, { action: 'certificate', area: 'front', ...deed })
  return kept
}
