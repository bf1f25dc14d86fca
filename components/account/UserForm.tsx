'use client'
// A user that is added or modified, or given a new password: below the table, one at a time.
import { type FormEvent, useState } from 'react'
import { GROUPS, type Group, isGroup } from '../../lib/model/rights.ts'
import { localName, type UserLine } from '../../lib/protocol/access.ts'
import { useActions } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { CheckBox } from '../ui/CheckBox.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Message } from '../ui/Message.tsx'
import { Line } from './Line.tsx'
import { PasswordRow } from './PasswordRow.tsx'
import { useAsk } from './useAsk.ts'

/** What the form is for. */
export type Editing = { what: 'add' } | { what: 'modify' | 'password'; user: UserLine }

interface Props {
  editing: Editing
  onClose: () => void
  onDone: (words: string) => void
}

const TITLES = { add: 'Add a new User', modify: 'Modify', password: 'New password of' }
const LEADS = { add: 'Not added.', modify: 'Not changed.', password: 'Not changed.' }

export function UserForm({ editing, onClose, onDone }: Props) {
  const { addUser, modifyUser, setPassword } = useActions()
  const of = editing.what === 'add' ? undefined : editing.user
  const [name, setName] = useState(of?.name ?? '')
  const [group, setGroup] = useState<Group>(of && isGroup(of.group) ? of.group : 'report')
  const [password, setTyped] = useState('')
  const [mustChange, setMustChange] = useState(true)
  const { busy, refusal, refuse, ask } = useAsk()
  const send = () => {
    if (editing.what === 'add') return addUser({ name, group, password, mustChange })
    const { id, disabled } = editing.user
    return editing.what === 'modify'
      ? modifyUser({ id, group, disabled })
      : setPassword({ id, password, mustChange })
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const wrong = editing.what === 'add' && localName.safeParse(name).error?.issues[0]?.message
    if (wrong) return refuse(`Username: ${wrong}`)
    if (await ask(send)) onDone(DONE[editing.what](name))
  }
  return (
    <form className="form" method="post" noValidate onSubmit={submit}>
      {refusal && (
        <Message tone="fail" lead={LEADS[editing.what]} urgent>
          {refusal}
        </Message>
      )}
      <fieldset className="fs" aria-label={TITLES[editing.what]}>
        <div className="fshead">
          <h2>
            {TITLES[editing.what]} {of?.name}
          </h2>
        </div>
        {editing.what === 'add' && <NameRow value={name} onChange={setName} />}
        {editing.what !== 'password' && <GroupRow value={group} onChange={setGroup} />}
        {editing.what !== 'modify' && (
          <>
            <PasswordRow
              id="user-password"
              label={of ? `Password of ${of.name}` : 'Password'}
              value={password}
              onChange={setTyped}
              help="Long is better than complicated: a sentence is good. User names, product names and common words count little."
              measured
            />
            <Line
              id="must-change"
              label="At the next login"
              help="Whoever gave the password knows it. With this the user must choose another before anything else."
            >
              {({ id }) => (
                <CheckBox id={id} checked={mustChange} onChange={setMustChange} label="must change it" />
              )}
            </Line>
          </>
        )}
        <div className="formend fsend">
          <span className="say small muted">{SAYS[editing.what]}</span>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy ? 'Saving' : undefined}>
            {editing.what === 'add' ? 'Add User' : 'Save User'}
          </Button>
        </div>
      </fieldset>
    </form>
  )
}

const DONE = {
  add: (name: string) => `${name} is added.`,
  modify: (name: string) => `${name} is changed.`,
  password: (name: string) => `The password of ${name} is changed. Their sessions have ended.`,
}
const SAYS = {
  add: 'The user can log in at once.',
  modify: 'It holds at once, in open sessions too.',
  password: 'All sessions of the user end at once.',
}

const NameRow = ({ value, onChange }: { value: string; onChange: (value: string) => void }) => (
  <Line
    id="user-name"
    label="Username"
    help="A local user. A name that exists here is never looked up in a directory."
    hint="Small letters, digits, dots, dashes and underscores."
  >
    {(control) => (
      <input
        {...control}
        className="in"
        value={value}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    )}
  </Line>
)

const MAY: Record<Group, string> = {
  config: 'May do everything.',
  maintenance:
    'Sees all but secrets; drains, halts, brings online, restarts, and reloads while nothing waits.',
  report: 'Reads the overview, the reports and the logs.',
}

const GroupRow = ({ value, onChange }: { value: Group; onChange: (value: Group) => void }) => (
  <Line
    id="user-group"
    label="Group"
    help="What the user may do. Only users of the group config save, commit and change users."
    hint={MAY[value]}
  >
    {(control) => (
      <div className="select">
        <select
          {...control}
          className="in"
          value={value}
          onChange={({ target }) => isGroup(target.value) && onChange(target.value)}
        >
          {GROUPS.map((group) => (
            <option key={group} value={group}>
              {group}
            </option>
          ))}
        </select>
        <Icon name="down" />
      </div>
    )}
  </Line>
)
