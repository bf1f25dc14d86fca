'use client'
// One commit: what it changed, what was read back, the difference in every file, and the way back to it.
import { useState } from 'react'
import { type CommitView, commitView } from '../../lib/protocol/history.ts'
import type { CommitRecord } from '../../lib/protocol/record.ts'
import { Changes } from '../commit/Changes.tsx'
import { DiffView } from '../commit/DiffView.tsx'
import { HISTORY, menuPathOf } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useLive, useMay } from '../live/Live.tsx'
import { useJson } from '../live/useJson.ts'
import { Button } from '../ui/Button.tsx'
import { State } from '../ui/Lamp.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Warning } from '../ui/Message.tsx'
import { clockOf, count } from '../ui/words.ts'
import { RollBack } from './RollBack.tsx'
import { areasInWords } from './words.ts'

export function CommitPage({ commit }: { commit: string }) {
  const generation = useLive((s) => s.generation)
  const { data, failure } = useJson(`/api/history/${encodeURIComponent(commit)}`, commitView, generation)
  const mayRoll = useMay('configure')
  const [open, setOpen] = useState(false)
  const title = data ? `Commit ${data.record.generation}` : HISTORY.title
  const runs = data?.record.generation === data?.current
  return (
    <>
      <PageHead
        path={menuPathOf(HISTORY)}
        title={title}
        help={HISTORY.help}
        facts={data && runs && <State shape="ok">Runs now</State>}
        acts={
          data &&
          mayRoll && (
            <Button aria-expanded={open} onClick={() => setOpen(!open)}>
              Roll back to this commit …
            </Button>
          )
        }
      />
      {failure && <Warning>{failure}</Warning>}
      {!data && !failure && <Loading what="the commit" />}
      {data && open && <RollBack number={data.record.generation} onClose={() => setOpen(false)} />}
      {data && !open && <Facts record={data.record} />}
      {data && !open && <Files view={data} />}
    </>
  )
}

const Facts = ({ record }: { record: CommitRecord }) => (
  <section className="fs" aria-label="What it changed">
    <div className="fshead">
      <h2>
        {record.author}, {clockOf(record.at)}
      </h2>
    </div>
    <div className="part">
      <h3>
        {count(record.changed, 'change')}
        {record.areas.length > 0 && ` in ${areasInWords(record)}`}
      </h3>
      <Changes changes={record.changes.map((c) => ({ ...c, by: '', at: null }))} />
      {record.changed > record.changes.length && (
        <p className="muted">{record.changed - record.changes.length} more</p>
      )}
    </div>
    <div className="part">
      <h3>Read back</h3>
      <ul className="sentences">
        {record.readBack.map((s) => (
          <li key={s}>{s}</li>
        ))}
      </ul>
      {record.readBack.length === 0 && <p className="muted">Nothing had to be told.</p>}
    </div>
  </section>
)

const Files = ({ view: { files, record } }: { view: CommitView }) => (
  <section aria-label="Files">
    {files === null && (
      <p className="muted">
        Commit {record.base}, which it was made on, is not kept any more: the difference cannot be shown.
      </p>
    )}
    {files?.length === 0 && <p className="muted">No file changed.</p>}
    {files?.map((file) => (
      <DiffView key={file.path} file={file} />
    ))}
  </section>
)
