'use client'
// How long sessions last, and which groups must have a second factor: for the group config.
import { type FormEvent, useState } from 'react'
import { GROUPS } from '../../lib/model/rights.ts'
import { accessSettings, type UsersView } from '../../lib/protocol/access.ts'
import { useUnsaved } from '../frame/Leave.tsx'
import { useActions } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { CheckBox } from '../ui/CheckBox.tsx'
import { Message } from '../ui/Message.tsx'
import { useToast } from '../ui/Toasts.tsx'
import { Line } from './Line.tsx'
import { useAsk } from './useAsk.ts'

type Settings = UsersView['settings']

const TIMES = [
  {
    name: 'idleMinutes',
    label: 'Idle time-out',
    help: 'A session ends when its user has done nothing for so long. Pages that refresh by themselves do not count.',
  },
  {
    name: 'latestMinutes',
    label: 'Longest session',
    help: 'A session ends so long after its login, whatever is done.',
  },
  {
    name: 'unconfirmedMinutes',
    label: 'Unconfirmed users',
    help: 'A directory is asked every five minutes whether a user is still as before. Where it cannot say, as Radius never can, the session ends after so long.',
  },
] as const
type Time = (typeof TIMES)[number]['name']

const NONE: readonly string[] = []
const UNSAVED = ['Sessions']

export function AccessForm({ settings, onChanged }: { settings: Settings; onChanged: () => void }) {
  const { saveAccess } = useActions()
  const toast = useToast()
  const [edits, setEdits] = useState<Partial<Record<Time, string>>>({})
  const [groups, setGroups] = useState<Settings['secondFactor']>()
  const [errors, setErrors] = useState<Record<string, string>>({})
  const { busy, refusal, ask } = useAsk()
  const required = groups ?? settings.secondFactor
  useUnsaved(groups || Object.keys(edits).length > 0 ? UNSAVED : NONE)
  const forget = () => {
    setEdits({})
    setGroups(undefined)
    setErrors({})
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const numbers = Object.fromEntries(TIMES.map(({ name }) => [name, Number(edits[name] ?? settings[name])]))
    const checked = accessSettings.safeParse({ ...numbers, secondFactor: required })
    if (!checked.success)
      return setErrors(Object.fromEntries(checked.error.issues.map((i) => [String(i.path[0]), i.message])))
    setErrors({})
    if (!(await ask(() => saveAccess(checked.data)))) return
    forget()
    toast('Sessions and second factor are saved.')
    onChanged()
  }
  return (
    <form className="form" noValidate onSubmit={submit}>
      {refusal && (
        <Message tone="fail" lead="Not saved." urgent>
          {refusal}
        </Message>
      )}
      <fieldset className="fs" aria-label="How long a login lasts">
        <div className="fshead">
          <h2>How long a login lasts</h2>
        </div>
        {TIMES.map(({ name, label, help }) => (
          <Line key={name} id={name} label={label} help={help} error={errors[name]}>
            {(control) => (
              <div className="with-unit">
                <input
                  {...control}
                  className="in code short"
                  inputMode="numeric"
                  autoComplete="off"
                  value={edits[name] ?? settings[name]}
                  onChange={({ target }) => setEdits({ ...edits, [name]: target.value })}
                />
                min
              </div>
            )}
          </Line>
        ))}
        <Line
          id="factor-config"
          label="Second factor required"
          help="Users of these groups who have none set one up at their next step, before anything else."
        >
          {() =>
            GROUPS.map((group) => (
              <CheckBox
                key={group}
                id={`factor-${group}`}
                label={group}
                checked={required.includes(group)}
                onChange={(on) => setGroups(on ? [...required, group] : required.filter((g) => g !== group))}
              />
            ))
          }
        </Line>
        <div className="formend fsend">
          <span className="say small muted">It holds at once, for open sessions too.</span>
          <Button onClick={forget}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy ? 'Saving' : undefined}>
            Save
          </Button>
        </div>
      </fieldset>
    </form>
  )
}
