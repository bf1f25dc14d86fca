// Boxes at the top of the content: Information, WARNING, Not ..., and somebody's hand.
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import { Lamp } from './Lamp.tsx'

export type Tone = 'info' | 'warn' | 'fail' | 'pen'

const marks: Record<Tone, ReactNode> = {
  info: <Icon name="info" />,
  warn: <Lamp shape="warn" />,
  fail: <Lamp shape="fail" />,
  pen: <Icon name="pen" className="pen" />,
}

interface Props {
  tone: Tone
  /** The first words, in bold: "Information:", "WARNING:", "Not saved." */
  lead: string
  children: ReactNode
  acts?: ReactNode
  /** Announced at once; for what follows a click. */
  urgent?: boolean
}

export const Message = ({ tone, lead, children, acts, urgent }: Props) => (
  <div className={`msg ${tone}`} role={urgent ? 'alert' : undefined}>
    {marks[tone]}
    <div className="words">
      <b className="lead">{lead}</b> {children}
    </div>
    {acts && <div className="acts">{acts}</div>}
  </div>
)

export const Information = ({ children, acts }: { children: ReactNode; acts?: ReactNode }) => (
  <Message tone="info" lead="Information:" acts={acts}>
    {children}
  </Message>
)

export const Warning = ({ children, acts }: { children: ReactNode; acts?: ReactNode }) => (
  <Message tone="warn" lead="WARNING:" acts={acts}>
    {children}
  </Message>
)
