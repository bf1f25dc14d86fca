'use client'
// Local Configuration > API Tokens: those there are, a new one, and who reads the metrics without.
import { useCallback, useState } from 'react'
import { type TokenView, tokensView } from '../../lib/protocol/tokens.ts'
import { API_TOKENS, menuPathOf } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useActions, useLive } from '../live/Live.tsx'
import { useJson } from '../live/useJson.ts'
import { Button } from '../ui/Button.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Message, Warning } from '../ui/Message.tsx'
import { MetricsForm } from './MetricsForm.tsx'
import { NewTokenForm } from './NewTokenForm.tsx'
import { TokenTable } from './TokenTable.tsx'

export function Tokens() {
  const [changes, setChanges] = useState(0)
  const audited = useLive((s) => s.audited)
  const { data, failure } = useJson('/api/tokens', tokensView, `${changes} ${audited}`)
  const [made, setMade] = useState<string>()
  const [asking, setAsking] = useState<TokenView>()
  const changed = useCallback(() => setChanges((n) => n + 1), [])
  return (
    <>
      <PageHead path={menuPathOf(API_TOKENS)} title={API_TOKENS.title} help={API_TOKENS.help} />
      {failure && <Warning>{failure} What you see may be out of date.</Warning>}
      {made && (
        <Message
          tone="pen"
          lead="Copy the token now."
          urgent
          acts={<Button onClick={() => setMade(undefined)}>Close</Button>}
        >
          It is shown this once, and stored nowhere: <code className="mono token-shown">{made}</code>
        </Message>
      )}
      {!data && !failure && <Loading what="the tokens" />}
      {data && (
        <>
          {data.tokens.length > 0 ? (
            <TokenTable tokens={data.tokens} onRevoke={setAsking} />
          ) : (
            <p className="box nothing">No tokens yet. A script needs one to use the API.</p>
          )}
          <div className="mt-4">
            <NewTokenForm
              onMade={(token) => {
                setMade(token)
                changed()
              }}
            />
          </div>
          <div className="mt-4">
            <MetricsForm networks={data.networks} onSaved={changed} />
          </div>
        </>
      )}
      {asking && <Revoke token={asking} onRevoked={changed} onClose={() => setAsking(undefined)} />}
    </>
  )
}

interface RevokeProps {
  token: TokenView
  onRevoked: () => void
  onClose: () => void
}

function Revoke({ token: { id, name, lastAddress }, onRevoked, onClose }: RevokeProps) {
  const { revokeToken } = useActions()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState('')
  const revoke = async () => {
    setBusy(true)
    const answer = await revokeToken(id).catch(() => AWAY)
    setBusy(false)
    if (!answer.ok) return setRefusal(answer.message.replace(/^Not [a-z]+\. /, ''))
    onRevoked()
    onClose()
  }
  return (
    <Confirm
      title={`Revoke ${name}?`}
      verb={`Revoke ${name}`}
      busy={busy ? 'Revoking' : undefined}
      onConfirm={revoke}
      onClose={onClose}
    >
      <p>
        From now on it opens nothing{lastAddress && `; it was used last from ${lastAddress}`}. It cannot be
        brought back.
      </p>
      {refusal && (
        <Message tone="fail" lead="Not revoked." urgent>
          {refusal}
        </Message>
      )}
    </Confirm>
  )
}

const AWAY = { ok: false as const, message: 'The console does not answer. Try again.' }
