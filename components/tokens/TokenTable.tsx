// The tokens there are, and those that open nothing any more.
import type { TokenView } from '../../lib/protocol/tokens.ts'
import { useNow } from '../live/Live.tsx'
import { Heads } from '../ui/Heads.tsx'
import { clockOf } from '../ui/words.ts'

const HEADS = ['NAME', 'GROUP', 'MADE', 'EXPIRES', 'LAST USED', 'STATE']

interface Props {
  tokens: readonly TokenView[]
  onRevoke: (token: TokenView) => void
}

export function TokenTable({ tokens, onRevoke }: Props) {
  const now = useNow(10_000)
  return (
    <div className="box">
      <table className="commits" aria-label="API tokens">
        <thead>
          <Heads titles={HEADS} last="Actions" />
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id}>
              <td>
                <strong>{token.name}</strong>
              </td>
              <td data-head="Group">{token.group}</td>
              <td data-head="Made">
                {clockOf(token.createdAt)} by {token.createdBy}
              </td>
              <td data-head="Expires">{token.expiresAt === null ? 'never' : clockOf(token.expiresAt)}</td>
              <td data-head="Last used">
                {token.lastUsed === null ? 'never' : `${clockOf(token.lastUsed)} from ${token.lastAddress}`}
              </td>
              <td data-head="State">{stateOf(token, now)}</td>
              <td>
                {token.revokedAt === null && (
                  <button
                    type="button"
                    className="op"
                    aria-label={`Revoke ${token.name}`}
                    onClick={() => onRevoke(token)}
                  >
                    Revoke
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const stateOf = ({ revokedAt, revokedBy, expiresAt }: TokenView, now: number | null): string => {
  if (revokedAt !== null) return `Revoked by ${revokedBy}`
  return expiresAt !== null && now !== null && expiresAt <= now ? 'Expired' : 'Valid'
}
