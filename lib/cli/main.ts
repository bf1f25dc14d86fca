// The command `fulcrum`: the appliance from a script or a terminal, over its API.
import { applyFile, commitAll } from './apply.ts'
import { Connection, Unreachable } from './connection.ts'
import { setServers } from './servers.ts'
import { settingsFrom } from './settings.ts'
import { status } from './status.ts'
import { parsedWords, USAGE, Usage } from './usage.ts'

/** Exit codes: done; the appliance refused; the command is not understood; the appliance does not answer. */
export const EXIT = { done: 0, refused: 1, usage: 2, unreachable: 3 } as const

export interface Output {
  print: (text: string) => void
  complain: (text: string) => void
}

/** Runs one command; answers its exit code. */
export async function run(
  words: readonly string[],
  env: Record<string, string | undefined>,
  out: Output,
): Promise<number> {
  try {
    const command = parsedWords(words)
    if (command.name === 'help') {
      out.print(USAGE)
      return EXIT.done
    }
    const connection = new Connection(settingsFrom(env))
    const { text, data } = await (
      {
        status: () => status(connection, command),
        drain: () => setServers(connection, 'drain', command),
        halt: () => setServers(connection, 'halt', command),
        online: () => setServers(connection, 'online', command),
        apply: () => applyFile(connection, command),
        commit: () => commitAll(connection),
      } as const
    )[command.name]()
    out.print(command.json ? JSON.stringify(data) : text)
    return EXIT.done
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (error instanceof Usage) out.complain(`${message}\n\n${USAGE}`)
    else out.complain(message)
    if (error instanceof Usage) return EXIT.usage
    return error instanceof Unreachable ? EXIT.unreachable : EXIT.refused
  }
}
