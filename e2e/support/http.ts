// Requests from the lab's client without a browser: what answers, to whom.
import type { Namespace } from '../lab/namespace.ts'

export interface Reply {
  status: number
  headers: string
  body: string
}

/** One request through the front. `options` are curl's own. */
export function request(client: Namespace, url: string, options: readonly string[] = []): Reply {
  const { stdout } = client.exec(['curl', '-sk', '--max-time', '5', '-i', ...options, url])
  const end = stdout.search(/\r?\n\r?\n/)
  return {
    status: Number(/^HTTP\/[\d.]+ (\d+)/.exec(stdout)?.[1] ?? 0),
    headers: stdout.slice(0, end).toLowerCase(),
    body: stdout.slice(end).trimStart(),
  }
}

/** Status of every address by one curl and few connections. */
export function statuses(
  client: Namespace,
  urls: readonly string[],
  method = 'GET',
  more: readonly string[] = [],
): Map<string, number> {
  const config = urls.map((url) => `url = "${url}"\noutput = "/dev/null"`).join('\n')
  const options = [...more, '-sk', '--path-as-is', '-X', method, '-w', '%{http_code}\\n', '--config', '-']
  const { stdout } = client.exec(['curl', ...options], 60_000, config)
  const codes = stdout.trim().split('\n').map(Number)
  if (codes.length !== urls.length) throw new Error(`${urls.length} asked, ${codes.length} answered`)
  return new Map(urls.map((url, i) => [url, codes[i] ?? 0]))
}
