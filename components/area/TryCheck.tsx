'use client'
// Test this check now: runs the check as the form has it, once, against one server, and shows what came back.
import { useId, useState } from 'react'
import type { ItemsView, StoredItem } from '../../lib/protocol/console.ts'
import { type Tried, tried } from '../../lib/protocol/try-check.ts'
import { postJson } from '../live/address.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Lamp } from '../ui/Lamp.tsx'

interface Props {
  service: StoredItem
  view: ItemsView
  /** What stands in the form now. */
  values: () => Record<string, unknown>
}

export function TryCheck({ service, view, values }: Props) {
  const servers = view.items.filter((i) => i.parent === service.id)
  const id = useId()
  const [chosen, setChosen] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<{ server: string; tried?: Tried; refusal?: string }>()
  const server = servers.find((s) => s.id === chosen) ?? servers[0]
  const run = async () => {
    if (!server) return
    setBusy(true)
    const asked = { service: service.id, server: server.id, values: values() }
    try {
      setOutcome({ server: server.label, tried: tried.parse(await postJson('/api/try-check', asked)) })
    } catch (error) {
      setOutcome({ server: server.label, refusal: error instanceof Error ? error.message : String(error) })
    }
    setBusy(false)
  }
  return (
    <section className="fs" aria-labelledby={`${id}-title`}>
      <div className="fshead">
        <h2 id={`${id}-title`}>Test this check now</h2>
      </div>
      <div className="try">
        {server ? (
          <>
            <label htmlFor={id}>Real Server</label>
            <span className="select">
              <select
                id={id}
                className="in"
                value={server.id}
                onChange={(event) => setChosen(event.target.value)}
              >
                {servers.map((s) => (
                  <option key={s.id} value={s.id}>
                    {s.label}
                  </option>
                ))}
              </select>
              <Icon name="down" />
            </span>
            <Button busy={busy ? 'Testing' : undefined} onClick={() => void run()}>
              Test this check now
            </Button>
            <p className="small muted">
              Runs the check once as it stands in this form, saved or not. It changes nothing.
            </p>
          </>
        ) : (
          <p className="muted">There is no Real Server to test it against yet.</p>
        )}
      </div>
      <div role="status">{outcome && <Outcome {...outcome} />}</div>
    </section>
  )
}

function Outcome({ server, tried: came, refusal }: { server: string; tried?: Tried; refusal?: string }) {
  if (!came)
    return (
      <p className="tried verdict-of">
        <Lamp shape="warn" />
        <span>
          <b>Not tested.</b> {refusal}
        </span>
      </p>
    )
  return (
    <div className="tried">
      <p className="verdict-of">
        <Lamp shape={came.ok ? 'ok' : 'fail'} />
        <span>
          <b>
            {server}: {came.ok ? 'passed' : 'failed'}.
          </b>{' '}
          {came.sentence} <span className="muted">It took {came.milliseconds} ms.</span>
        </span>
      </p>
      {came.http && <Answer http={came.http} />}
      {came.script && <Output text={came.script.output} of="Output of the script" />}
    </div>
  )
}

const Answer = ({ http }: { http: NonNullable<Tried['http']> }) => (
  <>
    <Output text={[http.status, ...http.headers].join('\n')} of="Status and headers" />
    <Output text={http.body} of={http.cut ? 'The first 2 kB of the body' : 'Body'} />
    {http.found !== null && (
      <p>
        The text of Response expected is {http.found ? 'in the body' : 'not in the first 16 kB of the body'}.
      </p>
    )}
  </>
)

/** Long lines scroll, also by the keyboard. */
const scrolls = (of: string) => ({ tabIndex: 0, role: 'region', 'aria-label': of }) as const

const Output = ({ text, of }: { text: string; of: string }) => (
  <>
    <h3>{of}</h3>
    {text.trim() === '' ? <p className="muted">Empty.</p> : <pre {...scrolls(of)}>{text}</pre>}
  </>
)
