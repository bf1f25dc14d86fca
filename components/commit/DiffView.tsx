// What changes in one file, line by line.
import type { PlanView } from '../../lib/protocol/console.ts'

type File = PlanView['files'][number]
type Line = File['lines'][number]

/** Long lines scroll, also by the keyboard. */
const scrolls = (path: string) =>
  ({ tabIndex: 0, role: 'region', 'aria-label': `Difference in ${path}` }) as const

export const DiffView = ({ file }: { file: File }) => (
  <div className="diff">
    <header>
      <span className="mono grow">{file.path}</span>
      <span className="mono small">
        <span className="plus">+{file.added}</span> <span className="minus">−{file.removed}</span>
      </span>
    </header>
    <pre {...scrolls(file.path)}>
      {[...file.lines.entries()].map(([at, line]) => (
        <DiffLine key={at} line={line} />
      ))}
    </pre>
  </div>
)

const DiffLine = ({ line }: { line: Line }) => (
  <span className={line.kind} data-n={line.n ?? ''}>
    {line.kind === 'add' && <b className="plus">+ </b>}
    {line.kind === 'del' && <b className="minus">− </b>}
    {line.kind === 'same' && '  '}
    {line.text}
  </span>
)
