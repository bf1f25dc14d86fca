// One event stream a tab: it keeps the state, reconnects by itself, and tells who watches.
import type { Row } from '../../lib/model/observed.ts'
import type { ConsoleEvent } from '../../lib/protocol/console.ts'
import { fullPath, jsonUnzipped, toLogin } from './address.ts'
import { type Early, streamPath, takeStream } from './early.ts'
import { afterEvent, type LiveState, nothing } from './state.ts'

const RETRY_MS = 1500

export class LiveStore {
  private state: LiveState
  private readonly watchers = new Set<() => void>()
  private source: EventSource | null = null
  /** What is to be done once rows are unpacked; null while nothing is. */
  private waiting: (() => void)[] | null = null
  private retry: ReturnType<typeof setTimeout> | undefined

  constructor(readonly first: LiveState = nothing) {
    this.state = first
  }

  readonly snapshot = (): LiveState => this.state

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  /** Opens the stream, or takes over the one that the page's HTML opened; what it returns closes it. */
  readonly open = (): (() => void) => {
    const early = takeStream()
    const wanted = this.state.rowsOf
    if (early && (wanted === null || wanted === early.rowsOf)) this.takeOver(early)
    else {
      early?.source.close()
      this.connect()
    }
    return () => {
      clearTimeout(this.retry)
      this.source?.close()
      this.source = null
    }
  }

  private takeOver({ source, rowsOf, kept }: Early): void {
    this.state = { ...this.state, rowsOf }
    this.listen(source)
    for (const message of kept) this.take(message)
  }

  /** From now on with rows, of one item or of all: for pages that show them. */
  readonly wantRows = (item = 'all'): void => {
    const { rowsOf } = this.state
    if (rowsOf === 'all' || rowsOf === item) return
    this.state = { ...this.state, rows: null, rowsOf: item }
    if (this.source) this.connect()
    for (const watcher of this.watchers) watcher()
  }

  private connect(): void {
    this.source?.close()
    this.listen(new EventSource(fullPath(streamPath(this.state.rowsOf))))
  }

  private listen(source: EventSource): void {
    this.source = source
    source.onmessage = (message: MessageEvent<string>) => this.take(message)
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED && source === this.source) this.reconnect()
    }
  }

  /** A stream that was refused: either the session is over, or the console is not there yet. */
  private reconnect(): void {
    clearTimeout(this.retry)
    this.retry = setTimeout(async () => {
      if (!this.source) return
      if (await sessionIsOver()) toLogin()
      else this.connect()
    }, RETRY_MS)
  }

  private take({ data, timeStamp }: MessageEvent<string>): void {
    // One that came before there was a store is as old as it is.
    const cameAt = Date.now() - (performance.now() - timeStamp)
    this.inTurn(JSON.parse(data) as ConsoleEvent, cameAt)
  }

  /** Events one after the other: those that come while rows are unpacked speak of these rows. */
  private inTurn(event: ConsoleEvent, cameAt: number): void {
    if (this.waiting) this.waiting.push(() => this.inTurn(event, cameAt))
    else if (event.type === 'packed-rows') void this.unpack(event.packed, cameAt)
    else this.put(event, cameAt)
  }

  private async unpack(packed: string, cameAt: number): Promise<void> {
    const { source } = this
    const waiting: (() => void)[] = []
    this.waiting = waiting
    const rows = await rowsIn(packed).catch(() => null)
    this.waiting = null
    // Another stream may have begun anew with all it has, in what waits.
    const isCurrent = this.source === source
    // Without these rows nothing that follows would be whole: everything is asked for once more.
    if (isCurrent && rows === null) return this.reconnect()
    if (isCurrent && rows !== null) this.put({ type: 'rows', rows }, cameAt)
    for (const go of waiting) go()
  }

  private put(event: ConsoleEvent, cameAt: number): void {
    this.state = afterEvent(this.state, event, cameAt)
    if (this.state.ended) {
      this.source?.close()
      toLogin()
    }
    for (const watcher of this.watchers) watcher()
  }
}

async function rowsIn(packed: string): Promise<Row[]> {
  const text = atob(packed)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return (await jsonUnzipped(new Blob([bytes]).stream())) as Row[]
}

async function sessionIsOver(): Promise<boolean> {
  try {
    const answer = await fetch(fullPath('/api/layer4-status'), { redirect: 'manual' })
    // Everybody may ask this, but who must do something first.
    return answer.status === 401 || answer.status === 403 || answer.type === 'opaqueredirect'
  } catch {
    return false // the console does not answer at all: that says nothing about the session
  }
}
