// Comma-separated values as RFC 4180 has them, harmless in spreadsheets.

/** Spreadsheets take a cell that begins so for a formula; an apostrophe before it makes it text. */
const FORMULA = /^[=+\-@\t\r]/

export function cell(value: string | number): string {
  const text = typeof value === 'number' ? String(value) : value.replace(FORMULA, "'$&")
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One line with its end. */
export const csvLine = (cells: readonly (string | number)[]): string => `${cells.map(cell).join(',')}\r\n`

const TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson' } as const

/** A file to be kept, named by what it holds and by the day. */
export const keptFile = (
  name: string,
  type: keyof typeof TYPES,
  content: ReadableStream<Uint8Array>,
): Response =>
  new Response(content, {
    headers: {
      'content-type': TYPES[type],
      'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}-${new Date().toISOString().slice(0, 10)}.${type}"`,
      'cache-control': 'no-store',
    },
  })

export const csvFile = (name: string, content: ReadableStream<Uint8Array>): Response =>
  keptFile(name, 'csv', content)
