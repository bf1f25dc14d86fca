// Where a lab stands: on this machine, or in a VM on it.
import { mkdtempSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Host {
  /** Makes a folder for a lab's files; tests and what runs in the lab call it by the same name. */
  makeFolder: () => string
  /** Below these lie the appliances: their state survives a reboot of the host, what belongs to a run does not. */
  places: (folder: string) => { state: string; run: string }
  /** The command line that runs a program there. */
  command: (args: readonly string[]) => string[]
  /** The whole answer of who listens on a UNIX socket there. Rejects when nobody does. */
  ask: (socket: string, text: string) => Promise<string>
}

/** This very machine: what is kept lies in the lab's own folder. */
export const HERE: Host = {
  makeFolder: () => mkdtempSync(join(tmpdir(), 'lab-')),
  places: (folder) => ({ state: folder, run: folder }),
  command: (args) => [...args],
  ask: (path, text) =>
    new Promise((resolve, reject) => {
      let answer = ''
      const socket = connect(path, () => socket.end(text))
      socket.setEncoding('utf8').on('data', (part: string) => {
        answer += part
      })
      socket.on('error', reject).on('close', () => resolve(answer))
    }),
}
