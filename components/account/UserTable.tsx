'use client'
// Every user with group, source, last login, second factor and state, and what can be done to each.
import type { UserLine } from '../../lib/protocol/access.ts'
import { useNow } from '../live/Live.tsx'
import { Heads } from '../ui/Heads.tsx'
import { momentOf } from '../ui/words.ts'

/** What can be done in the row of a user; not possible is not there. */
export type Act = 'Modify' | 'New Password' | 'Disable' | 'Enable' | 'Turn off second factor' | 'Delete'

const actsOf = (user: UserLine): Act[] => [
  ...(user.directory === '' ? (['Modify', 'New Password'] as const) : []),
  user.disabled ? 'Enable' : 'Disable',
  ...(user.secondFactor ? (['Turn off second factor'] as const) : []),
  'Delete',
]

interface Props {
  users: readonly UserLine[]
  onAct: (act: Act, user: UserLine) => void
}

export const UserTable = ({ users, onAct }: Props) => (
  <table className="commits" aria-label="Users">
    <thead>
      <Heads titles={['USER', 'GROUP', 'SOURCE', 'LAST LOGIN', 'SECOND FACTOR', 'STATE']} last="Actions" />
    </thead>
    <tbody>
      {users.map((user) => (
        <Row key={user.id} user={user} onAct={onAct} />
      ))}
    </tbody>
  </table>
)

function Row({ user, onAct }: { user: UserLine; onAct: Props['onAct'] }) {
  const now = useNow(60_000) ?? 0
  return (
    <tr>
      <td>
        <strong>{user.name}</strong>
      </td>
      <td data-head="Group">{user.group}</td>
      <td data-head="Source">{user.directory === '' ? 'Local' : 'Directory'}</td>
      <td data-head="Last login">{user.lastLogin === null ? 'Never' : momentOf(user.lastLogin, now)}</td>
      <td data-head="Second factor">{user.secondFactor ? 'On' : 'Off'}</td>
      <td data-head="State">{stateOf(user)}</td>
      <td>
        <div className="ops">
          {actsOf(user).map((act) => (
            <button
              key={act}
              type="button"
              className={`op ${act === 'Delete' ? 'quiet' : ''}`}
              aria-label={`${act}: ${user.name}`}
              onClick={() => onAct(act, user)}
            >
              {act}
            </button>
          ))}
        </div>
      </td>
    </tr>
  )
}

const stateOf = ({ disabled, mustChange }: UserLine): string =>
  disabled ? 'Disabled' : mustChange ? 'Must change the password' : 'Enabled'
