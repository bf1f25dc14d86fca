// Which key does what, as a list for people and as a pure reading of key presses.

export interface KeyHelp {
  keys: readonly string[]
  does: string
}
export const KEY_HELP: readonly KeyHelp[] = [
  { keys: ['?'], does: 'This list' },
  { keys: ['g', 'o'], does: 'System Overview' },
  { keys: ['g', '4'], does: 'Layer 4 – Virtual Services' },
  { keys: ['g', '7'], does: 'Layer 7 – Virtual Services' },
  { keys: ['/'], does: 'Filter' },
  { keys: ['n'], does: 'Add a new …' },
  { keys: ['c'], does: 'Open the preview of Commit changes' },
  { keys: ['j', 'k'], does: 'Next, previous row' },
  { keys: ['→', '←'], does: 'Open a row, close it' },
  { keys: ['Enter'], does: 'Open or close a row' },
  { keys: ['e'], does: 'Modify the row' },
  { keys: ['Alt', '↑'], does: 'Move the row up; Alt ↓ moves it down' },
  { keys: ['x', 'X'], does: 'Tick the row; tick all rows up to here' },
  { keys: ['d', 'h', 'o'], does: 'Drain, Halt, Online: ticked rows, or the row at the cursor' },
  { keys: ['D', 'H', 'O'], does: 'The same everywhere: all rows with that Real Server IP Address' },
  { keys: ['Ctrl', 'Enter'], does: 'Update' },
  { keys: ['Esc'], does: 'Close what floats, clear ticks; never loses text' },
]

export type Command = 'help' | 'overview' | 'layer4' | 'layer7' | 'filter' | 'new' | 'commit'

/** After `g`. */
const PLACES: Partial<Record<string, Command>> = { o: 'overview', '4': 'layer4', '7': 'layer7' }

/** What a key press means after the one before it; null: nothing of ours. */
export function commandOf(key: string, before: string): Command | null {
  if (before === 'g') return PLACES[key] ?? null
  if (key === '/') return 'filter'
  return key === '?' ? 'help' : key === 'n' ? 'new' : key === 'c' ? 'commit' : null
}

/** Where this browser keeps that single keys are off. */
export const SWITCH = 'fulcrum-single-keys'

export const singleKeysAreOn = (): boolean => localStorage.getItem(SWITCH) !== 'off'

/** Single keys act only outside fields, and never with a modifier held. */
export const isForUs = (event: KeyboardEvent): boolean =>
  !event.ctrlKey &&
  !event.metaKey &&
  !event.altKey &&
  !(
    event.target instanceof Element &&
    event.target.closest(
      'input:not([type="checkbox"]), select, textarea, [role="alertdialog"], [role="menu"]',
    )
  )
