// What the agent tells those who read its log.

/** One line to the agent's standard error, with the time in UTC. */
export const say = (text: string): void => {
  process.stderr.write(`${new Date().toISOString()} ${text}\n`)
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
