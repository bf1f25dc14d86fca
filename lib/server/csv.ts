// Comma-separated values as RFC 4180 has them, harmless in spreadsheets. Pure.

/** Spreadsheets take a cell that begins so for a formula; an apostrophe before it makes it text. */
const FORMULA = /^[=+\-@\t\r]/

export function cell(value: string | number): string {
  const text = typeof value === 'number' ? String(value) : value.replace(FORMULA, "'$&")
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One line with its end. */
export const csvLine = (cells: readonly (string | number)[]): string => `${cells.map(cell).join(',')}\r\n`
