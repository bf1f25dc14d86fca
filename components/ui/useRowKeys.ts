// Rows as one tab stop: arrows or j and k walk, right and left open and close, Enter toggles, e modifies, Alt and arrows move.
import { type RefObject, useEffect } from 'react'

const rowsOf = (body: HTMLElement) => [...body.querySelectorAll<HTMLTableRowElement>('tr[data-row]')]
const CONTROLS = 'a[href], button, input'

/** Makes the first row, and later the last one used, the only one that the Tab key reaches. */
function makeCurrent(body: HTMLElement, current: HTMLTableRowElement | undefined): void {
  for (const row of rowsOf(body)) {
    const is = row === current
    row.tabIndex = is ? 0 : -1
    for (const control of row.querySelectorAll<HTMLElement>(CONTROLS)) control.tabIndex = is ? 0 : -1
  }
}

function step(body: HTMLElement, row: HTMLTableRowElement, by: 1 | -1): void {
  const rows = rowsOf(body)
  rows[rows.indexOf(row) + by]?.focus()
}

function onRow(body: HTMLElement, row: HTMLTableRowElement, key: string): boolean {
  const caret = row.querySelector<HTMLButtonElement>('.caret')
  const isOpen = caret?.getAttribute('aria-expanded') === 'true'
  if (key === 'ArrowDown' || key === 'j') step(body, row, 1)
  else if (key === 'ArrowUp' || key === 'k') step(body, row, -1)
  else if (key === 'ArrowRight' && caret && !isOpen) caret.click()
  else if (key === 'ArrowRight') row.querySelector<HTMLElement>(CONTROLS)?.focus()
  else if (key === 'ArrowLeft' && caret && isOpen) caret.click()
  else if (key === 'Enter' && caret) caret.click()
  else if (key === 'e') row.querySelector<HTMLElement>('[data-key="e"]')?.click()
  else return false
  return true
}

const MOVES: Record<string, string> = { ArrowUp: 'move-up', ArrowDown: 'move-down' }

function moveRow(row: HTMLTableRowElement, event: KeyboardEvent): void {
  const button = row.querySelector<HTMLElement>(`[data-key="${MOVES[event.key]}"]`)
  if (!button) return
  event.preventDefault()
  button.click()
}

/** Watches the table's body; `drawn` changes when its rows do. */
export function useRowKeys(body: RefObject<HTMLElement | null>, drawn: unknown): void {
  useEffect(() => {
    const element = body.current
    if (!element || drawn === undefined) return
    makeCurrent(element, rowsOf(element).find((r) => r.tabIndex === 0) ?? rowsOf(element)[0])
    const onFocus = (event: FocusEvent) => {
      const row =
        event.target instanceof Element ? event.target.closest<HTMLTableRowElement>('tr[data-row]') : null
      if (row) makeCurrent(element, row)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || !(event.target instanceof Element)) return
      const row = event.target.closest<HTMLTableRowElement>('tr[data-row]')
      if (!row) return
      if (event.altKey) return moveRow(row, event)
      if (event.target !== row && event.key === 'ArrowLeft') row.focus()
      else if (event.target !== row && event.key === 'Enter') return
      else if (!onRow(element, row, event.key)) return
      event.preventDefault()
    }
    element.addEventListener('focusin', onFocus)
    element.addEventListener('keydown', onKey)
    return () => {
      element.removeEventListener('focusin', onFocus)
      element.removeEventListener('keydown', onKey)
    }
  }, [body, drawn])
}
