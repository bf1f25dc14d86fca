// What everybody may see of a certificate: whom it names, who issued it, how long it holds.
import type { CertificateFacts } from '../../lib/protocol/certificates.ts'

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** Eight bytes each, so that a line ends between them. */
const bytesOf = (fingerprint: string): readonly string[] => fingerprint.match(/([0-9A-F]{2}:?){1,8}/g) ?? []

export const KeyPairFacts = ({ facts }: { facts: CertificateFacts }) => (
  <dl className="pair-facts">
    <dt>Subject</dt>
    <dd>{facts.subject}</dd>
    <dt>Names</dt>
    <dd className="mono">{facts.names.join(', ') || 'none'}</dd>
    <dt>Issuer</dt>
    <dd>{facts.issuer}</dd>
    <dt>Valid</dt>
    <dd>
      {day(facts.from)} to {day(facts.until)}
    </dd>
    <dt>Key</dt>
    <dd>
      {facts.key}, {facts.chain === 1 ? 'one certificate' : `${facts.chain} certificates`}
    </dd>
    <dt>SHA-256</dt>
    <dd className="mono">
      {bytesOf(facts.fingerprint).map((bytes) => (
        <span key={bytes} className="inline-block">
          {bytes}
        </span>
      ))}
    </dd>
  </dl>
)
