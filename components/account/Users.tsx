'use client'
// The users of this appliance, for the group config.
import { useState } from 'react'
import { isGroup } from '../../lib/model/rights.ts'
import type { UserLine } from '../../lib/protocol/access.ts'
import { useActions } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Message } from '../ui/Message.tsx'
import { useToast } from '../ui/Toasts.tsx'
import { type Editing, UserForm } from './UserForm.tsx'
import { type Act, UserTable } from './UserTable.tsx'
import { useAsk } from './useAsk.ts'

interface Props {
  users: readonly UserLine[]
  onChanged: () => void
}

export function Users({ users, onChanged }: Props) {
  const { modifyUser } = useActions()
  const toast = useToast()
  const [editing, setEditing] = useState<Editing>()
  const [asking, setAsking] = useState<{ act: Grave; user: UserLine }>()
  const { refusal, ask } = useAsk()
  const done = (words: string) => {
    setEditing(undefined)
    setAsking(undefined)
    toast(words)
    onChanged()
  }
  const turn = async (user: UserLine, disabled: boolean) => {
    if (!isGroup(user.group)) return
    const { id, name, group } = user
    const answer = await ask(() => modifyUser({ id, group, disabled }))
    if (answer) done(`${name} is ${disabled ? 'disabled and logged out' : 'enabled'}.`)
  }
  const act = (what: Act, user: UserLine) => {
    if (what === 'Modify') setEditing({ what: 'modify', user })
    else if (what === 'New Password') setEditing({ what: 'password', user })
    else if (what === 'Disable' || what === 'Enable') void turn(user, what === 'Disable')
    else setAsking({ act: what, user })
  }
  return (
    <>
      {refusal && (
        <Message tone="fail" lead="Not changed." urgent>
          {refusal}
        </Message>
      )}
      <section className="fs" aria-label="Users">
        <div className="fshead">
          <h2>Users</h2>
          <Button small data-key="n" onClick={() => setEditing({ what: 'add' })}>
            <Icon name="plus" />
            Add a new User
          </Button>
        </div>
        <UserTable users={users} onAct={act} />
      </section>
      {editing && (
        <UserForm
          key={editing.what === 'add' ? 'add' : editing.what + editing.user.id}
          editing={editing}
          onClose={() => setEditing(undefined)}
          onDone={done}
        />
      )}
      {asking && <Ask {...asking} onClose={() => setAsking(undefined)} onDone={done} />}
    </>
  )
}

type Grave = Extract<Act, 'Delete' | 'Turn off second factor'>

interface AskProps {
  act: Grave
  user: UserLine
  onClose: () => void
  onDone: (words: string) => void
}

function Ask({ act, user, onClose, onDone }: AskProps) {
  const { removeUser, resetFactor } = useActions()
  const { busy, refusal, ask } = useAsk()
  const { id, name } = user
  const deletes = act === 'Delete'
  const verb = deletes ? `Delete ${name}` : `Turn off the second factor of ${name}`
  const confirm = async () => {
    if (await ask(() => (deletes ? removeUser({ id }) : resetFactor({ id }))))
      onDone(deletes ? `${name} is deleted.` : `The second factor of ${name} is turned off.`)
  }
  return (
    <Confirm
      title={`${verb}?`}
      verb={verb}
      busy={busy ? (deletes ? 'Deleting' : 'Turning off') : undefined}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        {deletes ? goesWith(user) : `The device and the recovery codes of ${name} open nothing any more.`}
      </p>
      {refusal && (
        <Message tone="fail" lead={deletes ? 'Not deleted.' : 'Not turned off.'} urgent>
          {refusal}
        </Message>
      )}
    </Confirm>
  )
}

const goesWith = ({ name, directory }: UserLine): string =>
  directory === ''
    ? `All sessions of ${name} end at once. What ${name} did stays in the audit trail.`
    : `All sessions of ${name} end at once. The directory can let ${name} in again; to keep them out, disable them.`
