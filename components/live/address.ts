// Where the console answers: everything below this path, at any host name.
import { COMPRESSED } from '../../lib/protocol/item-pack.ts'

export const BASE = '/lbadmin'

/** A path inside the console, as the address bar has it. */
export const fullPath = (path: string): string => `${BASE}${path === '/' ? '/' : path}`

/** Where to go after login: a path of this console only, never another host. */
export function safeTarget(to: string | undefined): string {
  const home = fullPath('/')
  if (!to?.startsWith('/') || to.startsWith('//') || /[\\\s]/.test(to)) return home
  return to === BASE || to.startsWith(`${BASE}/`) ? to : fullPath(to)
}

const duties = new Set<() => void>()

/** Has something done before the page gives way to the login page, until the returned function is called. */
export function beforeLogin(duty: () => void): () => void {
  duties.add(duty)
  return () => void duties.delete(duty)
}

/** Leaves for the login page, to come back here afterwards. `first` is waited for, however it ends. */
export function toLogin(first: Promise<unknown> = Promise.resolve()): void {
  const here = window.location.pathname + window.location.search
  for (const duty of duties) duty()
  const go = () => window.location.assign(`${fullPath('/login')}?to=${encodeURIComponent(here)}`)
  first.then(go, go)
}

/** GETs JSON of the console's API. Throws with a whole sentence; a lost session leads to the login page. */
export const getJson = (path: string, signal?: AbortSignal): Promise<unknown> =>
  jsonOf(path, signal ? { signal } : {})

/** The same, where the console keeps the answer compressed. */
export const getCompressed = (path: string, signal: AbortSignal): Promise<unknown> =>
  jsonOf(path, { signal, headers: { accept: COMPRESSED } })

/** The same with a body: for what is asked and not stored. */
export const postJson = (path: string, body: unknown): Promise<unknown> =>
  jsonOf(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

async function jsonOf(path: string, request: RequestInit): Promise<unknown> {
  const answer = await fetch(fullPath(path), { ...request, redirect: 'manual' })
  if (answer.status === 401 || answer.type === 'opaqueredirect') toLogin()
  if (!answer.ok) throw new Error(await refusalOf(answer))
  return jsonIn(answer)
}

/** The JSON of an answer, compressed or not. */
export function jsonIn(answer: Response): Promise<unknown> {
  const isCompressed = answer.headers.get('content-type') === COMPRESSED
  return isCompressed && answer.body ? jsonUnzipped(answer.body) : answer.json()
}

/** The JSON that somebody compressed by gzip. */
export const jsonUnzipped = (packed: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<unknown> =>
  new Response(packed.pipeThrough(new DecompressionStream('gzip'))).json()

/** The console's own sentence, or at least its status. */
async function refusalOf(answer: Response): Promise<string> {
  const body: unknown = await answer.json().catch(() => null)
  const said = typeof body === 'object' && body !== null && 'error' in body ? body.error : null
  return typeof said === 'string' ? said : `The console answered ${answer.status}.`
}
