// Above a list: why something was not moved.
import { Message } from '../ui/Message.tsx'
import type { Moves } from './useMove.ts'

export const NotMoved = ({ moves: { refusal } }: { moves: Moves }) =>
  refusal === '' ? null : (
    <div className="px-4 pt-3">
      <Message tone="fail" lead="Not moved." urgent>
        {refusal}
      </Message>
    </div>
  )
