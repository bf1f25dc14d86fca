'use client'
// Sessions, one's own or everybody's, and how each is ended.
import type { EndSessions, SessionLine } from '../../lib/protocol/access.ts'
import { useActions, useNow } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Message } from '../ui/Message.tsx'
import { useToast } from '../ui/Toasts.tsx'
import { count, momentOf } from '../ui/words.ts'
import { useAsk } from './useAsk.ts'

interface Props {
  sessions: readonly SessionLine[]
  /** Of everybody, not of one's own user alone. */
  all: boolean
  onChanged: () => void
}

export function SessionTable({ sessions, all, onChanged }: Props) {
  const { endSessions } = useActions()
  const toast = useToast()
  const { busy, refusal, ask } = useAsk()
  const end = async (which: EndSessions) => {
    const answer = await ask(() => endSessions(which))
    if (answer) toast(`${count(answer.ended, 'session')} ended.`)
    onChanged()
  }
  const own = sessions.find((s) => s.own)
  const others = sessions.filter((s) => s.userId === own?.userId && !s.own)
  return (
    <section className="fs" aria-label="Sessions">
      <div className="fshead">
        <h2>{all ? 'Sessions of everybody' : 'Your sessions'}</h2>
        {others.length > 0 && (
          <Button small busy={busy ? 'Ending' : undefined} onClick={() => end('others')}>
            End all other sessions of {own?.user}
          </Button>
        )}
      </div>
      {refusal && (
        <Message tone="fail" lead="Not ended." urgent>
          {refusal}
        </Message>
      )}
      <table className="commits">
        <thead>
          <tr>
            <th scope="col">USER</th>
            <th scope="col">FROM</th>
            <th scope="col">SINCE</th>
            <th scope="col">LAST ACTIVITY</th>
            <th scope="col">
              <span className="vh">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <Row
              key={session.id}
              session={session}
              several={several(sessions, session)}
              all={all}
              onEnd={end}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const several = (sessions: readonly SessionLine[], { userId }: SessionLine): boolean =>
  sessions.filter((s) => s.userId === userId).length > 1

interface RowProps {
  session: SessionLine
  several: boolean
  all: boolean
  onEnd: (which: EndSessions) => void
}

function Row({ session, several, all, onEnd }: RowProps) {
  const { id, userId, user, address, since, lastActivity, own } = session
  const now = useNow(10_000) ?? lastActivity
  return (
    <tr>
      <td>
        <strong>{user}</strong> {own && <span className="muted">This session</span>}
      </td>
      <td className="mono" data-head="From">
        {address}
      </td>
      <td data-head="Since">{momentOf(since, now)}</td>
      <td data-head="Last activity">{momentOf(lastActivity, now)}</td>
      <td>
        {!own && (
          <div className="ops">
            <Act verb="End" of={`the session of ${user} from ${address}`} on={() => onEnd({ session: id })} />
            {all && several && (
              <Act verb="End all" of={`sessions of ${user}`} on={() => onEnd({ user: userId })} />
            )}
          </div>
        )}
      </td>
    </tr>
  )
}

const Act = ({ verb, of, on }: { verb: string; of: string; on: () => void }) => (
  <button type="button" className="op" aria-label={`${verb} ${of}`} onClick={on}>
    {verb}
  </button>
)
