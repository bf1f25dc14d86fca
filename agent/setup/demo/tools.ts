// What the demo's sample machines and their client share: no rights, and an end.

const NOBODY = 65_534

/** Gives up root for good. Ports below 1024 must be open by then. */
export function becomeNobody(): void {
  process.setgroups?.([])
  process.setgid?.(NOBODY)
  process.setuid?.(NOBODY)
}

/** Ends this process when its standard input ends, because whoever started it is gone, or after `limit` ms. */
export function endWithInput(limit: number): void {
  const end = () => process.exit(0)
  process.stdin.on('end', end).on('error', end).resume()
  setTimeout(end, limit)
}

export const repeat = (ms: number, run: () => unknown): NodeJS.Timeout => setInterval(run, ms)
