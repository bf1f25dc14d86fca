'use client'
// Maintenance > History: every commit that is kept, newest first.
import { historyView } from '../../lib/protocol/history.ts'
import type { CommitRecord } from '../../lib/protocol/record.ts'
import { HISTORY, menuPathOf } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useLive } from '../live/Live.tsx'
import { useJson } from '../live/useJson.ts'
import { State } from '../ui/Lamp.tsx'
import { Link } from '../ui/Link.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Information, Warning } from '../ui/Message.tsx'
import { clockOf } from '../ui/words.ts'
import { areasInWords, changesInWords } from './words.ts'

export function History() {
  const generation = useLive((s) => s.generation)
  const { data, failure } = useJson('/api/history', historyView, generation)
  return (
    <>
      <PageHead path={menuPathOf(HISTORY)} title={HISTORY.title} help={HISTORY.help} />
      {failure && <Warning>{failure} The history is kept by the agent.</Warning>}
      {!data && !failure && <Loading what="the history" />}
      {data?.commits.length === 0 && <Information>There was no commit yet.</Information>}
      {data && data.commits.length > 0 && (
        <div className="box">
          <table className="commits">
            <thead>
              <tr>
                <th scope="col">COMMIT</th>
                <th scope="col">TIME</th>
                <th scope="col">BY</th>
                <th scope="col">AREAS</th>
                <th scope="col">CHANGES</th>
              </tr>
            </thead>
            <tbody>
              {data.commits.map((record) => (
                <Row key={record.generation} record={record} runs={record.generation === data.current} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

const Row = ({ record, runs }: { record: CommitRecord; runs: boolean }) => (
  <tr>
    <td className="nowrap">
      <Link href={`${HISTORY.href}/${record.generation}`}>Commit {record.generation}</Link>
      {runs && (
        <span className="ml-3">
          <State shape="ok">Runs now</State>
        </span>
      )}
    </td>
    <td className="nowrap">{clockOf(record.at)}</td>
    <td data-head="By">{record.author}</td>
    <td data-head="Areas">{areasInWords(record)}</td>
    <td>{changesInWords(record)}</td>
  </tr>
)
