// Times as people read them, by arithmetic alone: rules have no clock.

const pad = (n: number): string => String(n).padStart(2, '0')

/** 13:05:09 UTC, from milliseconds since 1970. */
export function clockTime(ms: number): string {
  const seconds = Math.floor(ms / 1000) % 86_400
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)} UTC`
}
