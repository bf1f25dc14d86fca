'use client'
// Maintenance > Restart Services: each button beside what it will do, and the state of every unit now.
import { useState } from 'react'
import { useCommit } from '../commit/Commit.tsx'
import { menuPathOf, RESTART_SERVICES } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useLive, useMay, useRows } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { count } from '../ui/words.ts'
import { openConnections } from './connections.ts'
import { UnitStates } from './UnitStates.tsx'

export function RestartServices() {
  const pending = useLive((s) => s.pending)
  const { commit, operate, busy } = useCommit()
  const open = openConnections(useRows())
  const [asked, setAsked] = useState(false)
  const mayCommit = useMay('configure')
  const stopped = pending.areas.length > 0 && !mayCommit
  const reload = () => (pending.areas.length ? commit([...pending.areas]) : operate('reload'))
  const restart = () => {
    setAsked(false)
    operate('restart')
  }
  return (
    <>
      <PageHead
        path={menuPathOf(RESTART_SERVICES)}
        title={RESTART_SERVICES.title}
        help={RESTART_SERVICES.help}
      />
      <div className="form">
        <section className="fs" aria-label="HAProxy">
          <div className="fshead">
            <h2>HAProxy</h2>
          </div>
          <div className="acts-row">
            <strong>Reload HAProxy</strong>
            <p>{stopped ? WAITS : reloadWords(pending.changes.length, open)}</p>
            {!stopped && (
              <Button
                look={pending.areas.length ? 'plain' : 'primary'}
                busy={busy ? 'Reloading' : undefined}
                onClick={reload}
              >
                Reload HAProxy
              </Button>
            )}
          </div>
          <div className="acts-row">
            <strong>Restart HAProxy</strong>
            <p>{restartWords(open)} What is applied starts again; nothing is committed.</p>
            <Button look="danger" busy={busy ? 'Restarting' : undefined} onClick={() => setAsked(true)}>
              Restart HAProxy
            </Button>
          </div>
        </section>
        <UnitStates />
      </div>
      {asked && (
        <Confirm
          title="Restart HAProxy?"
          verb="Restart HAProxy"
          onConfirm={restart}
          onClose={() => setAsked(false)}
        >
          <p>{restartWords(open)} For a moment no Layer 7 service answers.</p>
          <p>Reload HAProxy does the same without cutting a connection.</p>
          {pending.changes.length > 0 && (
            <p>
              {count(pending.changes.length, 'saved change stays', 'saved changes stay')} waiting: a restart
              commits nothing.
            </p>
          )}
        </Confirm>
      )}
    </>
  )
}

const WAITS =
  'Saved changes wait, and a reload would end their commit. A user of the group config commits them first.'

function reloadWords(changes: number, open: number | null): string {
  const rest =
    open === null || open === 0
      ? 'No connection is cut.'
      : `No connection is cut: the ${count(open, 'open one finishes', 'open ones finish')} on the old process.`
  return changes > 0
    ? `Commits ${count(changes, 'saved change')}, as the button in Commit changes does. ${rest}`
    : `Nothing waits, so HAProxy only starts a fresh process with what is applied. ${rest}`
}

function restartWords(open: number | null): string {
  if (open === null) return 'Every open connection ends; how many there are is not known now.'
  return open === 0
    ? 'No connection is open now.'
    : `${count(open, 'open connection ends', 'open connections end')} at once.`
}
