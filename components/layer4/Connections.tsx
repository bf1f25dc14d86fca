'use client'
// Reports > Layer 4 Current Connections: the kernel's entries as they are now, searched, by state, and as a file.
import { useCallback, useEffect, useState } from 'react'
import type { ConnectionsAnswer } from '../../lib/protocol/layer4.ts'
import { Missing } from '../area/Missing.tsx'
import { LAYER4_CONNECTIONS, menuPathOf } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { fullPath } from '../live/address.ts'
import { useLive } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Lamp } from '../ui/Lamp.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Information, Warning } from '../ui/Message.tsx'
import { clockOf, count, figureOf } from '../ui/words.ts'
import { ConnectionTable } from './ConnectionTable.tsx'
import { chipsOf, HALF_OPEN } from './entries.ts'
import { connectionsPath, type Search, useConnections } from './useConnections.ts'

/** Typing is over after this pause, in milliseconds. */
const TYPED_AFTER = 250

export function Connections() {
  const [typed, setTyped] = useState('')
  const [state, setState] = useState('')
  const text = useSettled(typed)
  const search: Search = { text, state }
  const [first, setFirst] = useState(0)
  const { seen, failure, lookNow } = useConnections(search, first)
  const answering = useLive((s) => s.agent.answering)
  const clear = useCallback(() => {
    setTyped('')
    setState('')
  }, [])
  const answer = seen?.answer
  const halfOpen = answer?.states[HALF_OPEN] ?? 0
  return (
    <>
      <PageHead
        path={menuPathOf(LAYER4_CONNECTIONS)}
        title={LAYER4_CONNECTIONS.title}
        help={LAYER4_CONNECTIONS.help}
        acts={<Button onClick={lookNow}>Check Status</Button>}
      />
      <Missing />
      {failure && <Warning>{failure} What you see may be out of date.</Warning>}
      {halfOpen > 0 && <HalfOpen n={halfOpen} />}
      {answer && !answer.complete && <Incomplete answer={answer} />}
      <section aria-label="IPVS connection entries">
        <div className="reporthead">
          <h2>IPVS connection entries</h2>
          <span className="muted small" role="status">
            {answer && `${count(answer.matching, 'entry', 'entries')}, looked at ${clockOf(answer.at)}`}
          </span>
        </div>
        <search className="tools">
          <fieldset className="chips" aria-label="State">
            {chipsOf(answer ?? { total: 0, states: {} }, state).map((chip) => (
              <button
                key={chip.state}
                type="button"
                className="chip"
                aria-pressed={chip.state === state}
                onClick={() => setState(chip.state)}
              >
                {chip.state === HALF_OPEN && <Lamp shape="warn" />}
                {chip.state || 'All'} <b>{figureOf(chip.count)}</b>
              </button>
            ))}
          </fieldset>
          <span className="grow" />
          <input
            className="in"
            type="search"
            data-key="/"
            aria-label="Search connection entries"
            placeholder="Address, port, protocol"
            maxLength={200}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <a className="btn" href={fullPath(connectionsPath(search, { format: 'csv' }))} download>
            Download CSV
          </a>
        </search>
        {!seen && !failure && answering && <Loading what="the connection table" />}
        {seen && answer && answer.matching > 0 && (
          <ConnectionTable
            matching={answer.matching}
            offset={seen.offset}
            entries={answer.entries}
            onFirst={setFirst}
          />
        )}
        {answer?.matching === 0 && answer.missing === '' && (
          <Nothing searched={text !== '' || state !== ''} onClear={clear} />
        )}
      </section>
    </>
  )
}

/** What the counts are of, then. */
const Incomplete = ({ answer: { states, total } }: { answer: ConnectionsAnswer }) => (
  <Information>
    The table is too large to be read whole within a moment: it holds {count(total, 'connection')}, of which
    the first{' '}
    {Object.values(states)
      .reduce((sum, n) => sum + n, 0)
      .toLocaleString('en')}{' '}
    entries were looked through. Counts and search speak of these.
  </Information>
)

const HalfOpen = ({ n }: { n: number }) => (
  <Information>
    {n === 1 ? 'One entry is' : `${figureOf(n)} entries are`} half-open ({HALF_OPEN}). Where one stays so, the
    server’s answer does not get back to the client. Direct Routing: the ARP problem is not solved on that
    server. NAT: its default gateway is not this appliance. SNAT: it does not answer.
  </Information>
)

const Nothing = ({ searched, onClear }: { searched: boolean; onClear: () => void }) => (
  <p className="box nothing">
    {searched ? 'No entry matches. ' : 'The kernel holds no entry now: nobody is connected through Layer 4.'}
    {searched && (
      <button type="button" className="textlink" onClick={onClear}>
        Clear search.
      </button>
    )}
  </p>
)

function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed.trim()), TYPED_AFTER)
    return () => clearTimeout(timer)
  }, [typed])
  return settled
}
