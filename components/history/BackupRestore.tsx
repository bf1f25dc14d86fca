'use client'
// Maintenance > Backup & Restore: the whole configuration into a file, and back.
import { type ChangeEvent, useState } from 'react'
import type { ActionResult } from '../../lib/protocol/console.ts'
import { type ImportView, importView } from '../../lib/protocol/history.ts'
import { BACKUP_RESTORE, menuPathOf } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { fullPath, postJson } from '../live/address.ts'
import { Message } from '../ui/Message.tsx'
import { clockOf } from '../ui/words.ts'
import { FileProblems, ReplacementPlan } from './ReplacementPlan.tsx'
import { useReplace } from './useReplace.ts'

export function BackupRestore() {
  return (
    <>
      <PageHead path={menuPathOf(BACKUP_RESTORE)} title={BACKUP_RESTORE.title} help={BACKUP_RESTORE.help} />
      <section className="fs form" aria-label="Export">
        <div className="fshead">
          <h2>Export</h2>
        </div>
        <div className="acts-row">
          <strong>Whole configuration</strong>
          <p>
            As JSON, with all that is saved, also what waits for a commit. Without passwords and other
            secrets, without copies that nobody updated yet, and without drains.
          </p>
          <a className="btn" href={fullPath('/api/export')} download>
            Export
          </a>
        </div>
      </section>
      <Import />
    </>
  )
}

function Import() {
  const [content, setContent] = useState<unknown>()
  const [name, setName] = useState('')
  const [view, setView] = useState<ImportView>()
  const [failure, setFailure] = useState('')
  const look = async (given: unknown) => {
    setFailure('')
    try {
      setView(importView.parse(await postJson('/api/import', { content: given })))
    } catch (error) {
      setView(undefined)
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    setView(undefined)
    if (!file) return
    const given = parsed(await file.text())
    if (given === undefined) return setFailure('This file is not JSON. Choose one that Export made.')
    setContent(given)
    setName(file.name)
    await look(given)
  }
  const [round, setRound] = useState(0)
  const close = () => {
    setView(undefined)
    setFailure('')
    setRound(round + 1) // the same file can be chosen again
  }
  const { busy, refusal, replace } = useReplace(
    async (seen) =>
      (await postJson('/api/import', { content, seen })) as ActionResult<{ job: string | null }>,
    close,
    () => void look(content),
  )
  return (
    <>
      <section className="fs form" aria-label="Import">
        <div className="fshead">
          <h2>Import</h2>
        </div>
        <div className="acts-row">
          <label htmlFor="import-file">
            <strong>Exported file</strong>
          </label>
          <p>
            It is checked and shown as a plan first. Then it takes the place of everything that is saved, all
            of it or nothing, and is committed.
          </p>
          <input
            key={round}
            id="import-file"
            className="in-file"
            type="file"
            accept=".json,application/json"
            onChange={(event) => void choose(event)}
          />
        </div>
      </section>
      {failure !== '' && (
        <Message tone="fail" lead="Not imported." urgent>
          {failure}
        </Message>
      )}
      {view && view.refused.length > 0 && (
        <section className="plan form" aria-label="Problems of the file">
          <div className="part">
            <Message tone="fail" lead="Not imported." urgent>
              The file is refused; nothing was changed.
            </Message>
          </div>
          <FileProblems problems={view.refused} />
        </section>
      )}
      {view?.replacement && (
        <>
          {view.origin && (
            <p className="small muted mb-3">
              Exported from {view.origin.appliance} at {clockOf(Date.parse(view.origin.at))} by version{' '}
              {view.origin.release}.
            </p>
          )}
          <ReplacementPlan
            replacement={view.replacement}
            verb={`Import ${name}`}
            busy={busy ? 'Importing' : undefined}
            refusal={refusal}
            onConfirm={() => view.replacement && replace(view.replacement.seen)}
            onClose={close}
          />
        </>
      )}
    </>
  )
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) ?? null
  } catch {
    return undefined // said at the field: it is the file that is wrong
  }
}
