// Move up, Move down. At the end of the list one of them is not there; its room is, so that nothing jumps.
import type { StoredItem } from '../../lib/protocol/console.ts'
import { Icon } from '../ui/Icon.tsx'
import type { Moves } from './useMove.ts'

const WAYS = [
  { by: -1, word: 'up', icon: 'ascending' },
  { by: 1, word: 'down', icon: 'descending' },
] as const

export const MoveButtons = ({ item, moves }: { item: StoredItem; moves: Moves }) =>
  WAYS.map(({ by, word, icon }) => {
    const move = (button: HTMLElement) => {
      // At the end of the list the button goes: the focus stays with its row.
      if (!moves.canMove(item.id, 2 * by)) button.closest('tr')?.focus()
      moves.move(item, by)
    }
    return moves.canMove(item.id, by) ? (
      <button
        key={word}
        type="button"
        className="op quiet step"
        data-key={`move-${word}`}
        title={`Move ${word}`}
        aria-label={`Move ${item.label} ${word}`}
        onClick={(event) => move(event.currentTarget)}
      >
        <Icon name={icon} />
      </button>
    ) : (
      <span key={word} className="op step" aria-hidden="true" />
    )
  })
