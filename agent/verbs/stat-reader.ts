// Verb: read `show stat` again and again. A line that says the same as at the look before gives the very same
// record, so that whoever works with it can see at once that nothing changed.
import { STAT_COLUMNS, type Stat } from '../../lib/model/observed.ts'
import { Room } from './room.ts'

const [NEWLINE, SPACE, QUOTE, STAR, COMMA, ZERO] = [10, 32, 34, 42, 44, 48] as const
/** They grow by themselves, or are new at every check, and mean nothing different for that. */
const SECONDS_SINCE = STAT_COLUMNS.indexOf('lastchg')
const DURATION = STAT_COLUMNS.indexOf('check_duration')
/** HAProxy tells whole seconds, and the two clocks are read at different moments. Milliseconds. */
const SAME_MOMENT = 2000

/** One answer: its bytes, and where in them each wanted cell of each line begins and ends. */
class Table {
  readonly room = new Room()
  bytes = this.room.taken
  cells = new Int32Array(0)
  records: Stat[] = []
  /** When each line's state changed, in milliseconds since 1970. */
  changed = new Float64Array(0)

  /** Empties it for the answer that is in its room, which has so many lines at most. */
  begin(lines: number): void {
    const cells = 2 * STAT_COLUMNS.length * lines
    this.bytes = this.room.taken
    this.records = []
    if (this.changed.length < lines) this.changed = new Float64Array(lines)
    if (this.cells.length < cells) this.cells = new Int32Array(cells)
    else this.cells.fill(0)
  }
}

/** Two tables by turns: the answer of the look before, and the one that comes. */
export class StatReader {
  private before = new Table()
  private now = new Table()

  /** Where the next answer is to be put. */
  get room(): Room {
    return this.now.room
  }

  /**
   * The records of the answer that came into `room` at `at`; others have their turn in between. The very same list
   * when no line says anything else. Throws on an answer without the header.
   */
  async read(at: number): Promise<Stat[]> {
    const { before, now } = this
    const bytes = now.room.taken
    if (bytes.toString('latin1', 0, 2) !== '# ') throw new Error('No worker of HAProxy answers.')
    const body = bytes.indexOf(NEWLINE) + 1
    now.begin(linesAfter(bytes, body))
    const cells = new Cells(bytes, body, placesIn(bytes.toString('latin1', 2, body - 1)), now.cells)
    for (let line = 0; cells.more(); await breath())
      for (cells.take(SLICE); line < cells.lines; line++) now.records.push(recordIn(before, now, line, at))
    if (sameRecords(before.records, now.records)) now.records = before.records
    this.before = now
    this.now = before
    return now.records
  }
}

const sameRecords = (a: readonly Stat[], b: readonly Stat[]): boolean =>
  a.length === b.length && a.every((record, i) => record === b[i])

/** Whether no line's status or weight differs: what somebody changes who drains, halts or brings back a server. */
export const sameStanding = (a: readonly Stat[], b: readonly Stat[]): boolean =>
  a === b || (a.length === b.length && a.every((now, i) => now === b[i] || standsAlike(now, b[i])))

const standsAlike = (a: Stat, b: Stat | undefined): boolean =>
  (['pxname', 'svname', 'status', 'weight', 'uweight'] as const).every((name) => a[name] === b?.[name])

/** What is read before others have their turn: a few milliseconds' work. */
const SLICE = 200_000
const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The line's record: the one of the look before where it says the same. */
function recordIn(before: Table, now: Table, line: number, at: number): Stat {
  const seconds = numberIn(now, line, SECONDS_SINCE)
  now.changed[line] = seconds === null ? 0 : at - 1000 * seconds
  const known = isSame(before, now, line) ? before.records[line] : undefined
  if (known) now.changed[line] = before.changed[line] ?? 0
  return known ?? recordOf(now, line, at)
}

function isSame(before: Table, now: Table, line: number): boolean {
  if (line >= before.records.length || !sameCells(before, now, line)) return false
  const seconds = (table: Table) => Math.round((numberIn(table, line, DURATION) ?? 0) / 1000)
  const moved = (before.changed[line] ?? 0) - (now.changed[line] ?? 0)
  return seconds(before) === seconds(now) && Math.abs(moved) <= SAME_MOMENT
}

/** For each column of the header, which of ours it is; -1 for those nobody reads. */
function placesIn(header: string): Int32Array {
  const all = header.split(',').map((name) => (STAT_COLUMNS as readonly string[]).indexOf(name))
  return Int32Array.from(all.slice(0, all.findLastIndex((place) => place >= 0) + 1))
}

/** Where the wanted cells of each line begin and end: one pass over some 3 MB a second, a loop over bytes, because everything else takes ten times as long. */
class Cells {
  /** Lines taken so far. */
  lines = 0
  private readonly cells: Int32Array
  private readonly bytes: Uint8Array
  private readonly places: Int32Array
  private at: number

  constructor(bytes: Uint8Array, from: number, places: Int32Array, cells: Int32Array) {
    this.bytes = bytes
    this.places = places
    this.at = from
    this.cells = cells
  }

  more(): boolean {
    return this.at < this.bytes.length
  }

  /** Takes whole lines until at least so many bytes are read. */
  take(size: number): void {
    const { bytes, places, cells } = this
    const columns = places.length
    const end = this.at + size
    let row = 2 * STAT_COLUMNS.length * this.lines
    let column = 0
    let start = this.at
    let quoted = false
    let at = this.at
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number
      if (byte > COMMA) continue // most are letters and digits
      // A quote inside a quoted cell is written twice, and so ends and begins it at once.
      if (byte === QUOTE) quoted = !quoted
      if ((byte !== COMMA && byte !== NEWLINE) || quoted) continue
      const place = column < columns ? (places[column] as number) : -1
      if (place >= 0) {
        // `* ` only says that the next check is under way.
        const marked = bytes[start] === STAR && bytes[start + 1] === SPACE
        cells[row + 2 * place] = marked ? start + 2 : start
        cells[row + 2 * place + 1] = at
      }
      column++
      start = at + 1
      if (byte === COMMA) {
        // Nobody reads what follows the last wanted column, and no cell there is quoted.
        if (column === columns) at = newlineAfter(bytes, at) - 1
        continue
      }
      if (column > 1) row += 2 * STAT_COLUMNS.length
      column = 0
      if (start >= end) break
    }
    this.at = Math.max(start, at)
    this.lines = row / (2 * STAT_COLUMNS.length)
  }
}

/** Where the line ends, or the answer where it breaks off. */
function newlineAfter(bytes: Uint8Array, from: number): number {
  const at = bytes.indexOf(NEWLINE, from)
  return at < 0 ? bytes.length : at
}

function linesAfter(bytes: Uint8Array, from: number): number {
  let lines = 0
  for (let at = bytes.indexOf(NEWLINE, from); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++
  return lines
}

const bound = (table: Table, line: number, column: number, end: 0 | 1): number =>
  table.cells[2 * (line * STAT_COLUMNS.length + column) + end] ?? 0

/** Whether all cells but those that grow by themselves hold the same bytes. */
function sameCells(a: Table, b: Table, line: number): boolean {
  const first = 2 * line * STAT_COLUMNS.length
  for (let column = 0; column < STAT_COLUMNS.length; column++) {
    if (column === SECONDS_SINCE || column === DURATION) continue
    const x = a.cells[first + 2 * column] as number
    const y = b.cells[first + 2 * column] as number
    const length = (a.cells[first + 2 * column + 1] as number) - x
    if (length !== (b.cells[first + 2 * column + 1] as number) - y) return false
    for (let i = 0; i < length; i++) if (a.bytes[x + i] !== b.bytes[y + i]) return false
  }
  return true
}

/** Null for an empty cell. */
function numberIn(table: Table, line: number, column: number): number | null {
  const [start, end] = [bound(table, line, column, 0), bound(table, line, column, 1)]
  let n = 0
  for (let at = start; at < end; at++) n = n * 10 + (table.bytes[at] ?? ZERO) - ZERO
  return start === end ? null : n
}

/**
 * Written out: made name by name, each of the thousands of records takes five times the room, and longer to read.
 */
function recordOf(table: Table, line: number, readAt: number): Stat {
  const cell = (name: (typeof STAT_COLUMNS)[number]) => textIn(table, line, STAT_COLUMNS.indexOf(name))
  return {
    pxname: cell('pxname'),
    svname: cell('svname'),
    scur: cell('scur'),
    status: cell('status'),
    weight: cell('weight'),
    lastchg: cell('lastchg'),
    check_status: cell('check_status'),
    check_code: cell('check_code'),
    check_duration: cell('check_duration'),
    last_chk: cell('last_chk'),
    last_agt: cell('last_agt'),
    agent_status: cell('agent_status'),
    check_health: cell('check_health'),
    addr: cell('addr'),
    mode: cell('mode'),
    algo: cell('algo'),
    uweight: cell('uweight'),
    readAt,
  } satisfies Required<Stat>
}

function textIn(table: Table, line: number, column: number): string {
  const text = table.bytes.toString('utf8', bound(table, line, column, 0), bound(table, line, column, 1))
  return once(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text)
}

/** The same few texts stand in nearly all cells: each is kept once. */
const texts = new Map<string, string>()
const MOST_TEXTS = 5000

function once(text: string): string {
  const known = texts.get(text)
  if (known !== undefined) return known
  if (texts.size >= MOST_TEXTS) texts.clear()
  texts.set(text, text)
  return text
}
