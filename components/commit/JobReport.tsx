// What a commit that did not go through came to: three things, three words.

import type { ReactNode } from 'react'
import type { Path } from '../../lib/model/problem.ts'
import { UNIT_TITLES } from '../../lib/model/step.ts'
import type { Change, Job } from '../../lib/protocol/console.ts'
import type { Progress } from '../../lib/protocol/messages.ts'
import { useItemsSeen } from '../area/useItemsSeen.ts'
import { Button } from '../ui/Button.tsx'
import { Link } from '../ui/Link.tsx'
import { Message } from '../ui/Message.tsx'
import { endOf } from './job.ts'
import { nameOfPath, placeOf } from './places.ts'

interface Props {
  job: Job | null
  /** Why the last request was not even begun; empty when it was. */
  refusal: string
  onClose: () => void
}

export function JobReport({ job, refusal, onClose }: Props) {
  const end = job ? endOf(job) : undefined
  const close = (
    <Button small onClick={onClose}>
      Close
    </Button>
  )
  return (
    <div className="part">
      {refusal !== '' && <Failure text={refusal} />}
      {job?.failure && <Failure text={`Not applied. ${job.failure}`} close={close} />}
      {end && (
        <Message tone={end.type === 'conflict' ? 'pen' : 'fail'} lead="Not applied." acts={close} urgent>
          <End end={end} />
        </Message>
      )}
    </div>
  )
}

/** A sentence that begins with "Not applied." or the like. */
function Failure({ text, close }: { text: string; close?: ReactNode }) {
  const [, lead, rest] = /^(Not [a-z]+\.) (.*)$/s.exec(text) ?? [undefined, 'Not applied.', text]
  return (
    <Message tone="fail" lead={lead ?? 'Not applied.'} acts={close} urgent>
      {rest}
    </Message>
  )
}

/** How it ended, behind "Not applied." */
function End({ end }: { end: Progress }) {
  switch (end.type) {
    case 'refused':
      return (
        <>
          {capital(UNIT_TITLES[end.unit])} refused {end.lineNumber === null ? 'it' : `line ${end.lineNumber}`}
          : <code>{end.line}</code>. {end.origin && <Origin path={end.origin} />} What ran before still runs.
        </>
      )
    case 'problems':
      return <Sentences all={[...end.problems.map((p) => p.message), 'What ran before still runs.']} />
    case 'conflict':
      return `Somebody else committed in between (commit ${end.generation}). Look at the preview again, then commit.`
    case 'reverted':
      return (
        <Sentences
          all={[
            end.reason,
            ...end.differences.map((d) => d.message),
            end.restored ? 'What ran before still runs.' : 'What ran before could not be restored either.',
          ]}
        />
      )
    default:
      return null
  }
}

const Sentences = ({ all }: { all: readonly string[] }) => all.map((s) => <span key={s}>{s} </span>)

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const none: readonly Change[] = []

function Origin({ path }: { path: Path }) {
  const items = useItemsSeen(path.area)
  const href = placeOf(path, none, items)
  const name = nameOfPath(path, none, items)
  if (!href || !name) return null
  return (
    <>
      It comes from <Link href={href}>{name}</Link>.
    </>
  )
}
