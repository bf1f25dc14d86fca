// One event stream a tab: it keeps the state, reconnects by itself, and tells who watches.
import type { ConsoleEvent } from '../../lib/protocol/console.ts'
import { fullPath, toLogin } from './address.ts'
import { afterEvent, type LiveState, nothing } from './state.ts'

const RETRY_MS = 1500

export class LiveStore {
  private state: LiveState
  private readonly watchers = new Set<() => void>()
  private source: EventSource | null = null
  private retry: ReturnType<typeof setTimeout> | undefined

  constructor(readonly first: LiveState = nothing) {
    this.state = first
  }

  readonly snapshot = (): LiveState => this.state

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  /** Opens the stream; what it returns closes it. */
  readonly open = (): (() => void) => {
    this.connect()
    return () => {
      clearTimeout(this.retry)
      this.source?.close()
      this.source = null
    }
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
    const { rowsOf } = this.state
    const query = rowsOf === null ? '' : `?rows=${encodeURIComponent(rowsOf)}`
    const source = new EventSource(fullPath(`/api/events${query}`))
    this.source = source
    source.onmessage = (message: MessageEvent<string>) => this.take(JSON.parse(message.data) as ConsoleEvent)
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

  private take(event: ConsoleEvent): void {
    this.state = afterEvent(this.state, event, Date.now())
    if (this.state.ended) {
      this.source?.close()
      toLogin()
    }
    for (const watcher of this.watchers) watcher()
  }
}

async function sessionIsOver(): Promise<boolean> {
  try {
    const answer = await fetch(fullPath('/api/layer4-status'), { redirect: 'manual' })
    return answer.status === 401 || answer.type === 'opaqueredirect'
  } catch {
    return false // the console does not answer at all: that says nothing about the session
  }
}
