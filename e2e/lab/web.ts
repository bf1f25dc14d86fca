// A web server in a machine of the lab: answers every port it is given with its own text and remembers what it was asked.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lab } from './lab.ts'
import type { Daemon } from './namespace.ts'

const PROGRAM = `
const { createServer } = require('node:http'), { appendFileSync } = require('node:fs')
const [body, log, ...ports] = process.argv.slice(1)
for (const port of ports) createServer((asked, answer) => {
  appendFileSync(log, asked.url + '\\n')
  answer.end(body + ' on ' + port)
}).listen(port, '::')
`

export class Web {
  private daemon: Daemon | undefined
  private readonly log: string

  constructor(
    private readonly lab: Lab,
    private readonly machine: string,
    private readonly ports: readonly number[],
    private readonly body: string = machine,
  ) {
    this.log = join(lab.folder, `${machine}-web-${ports[0]}.log`)
  }

  on(): void {
    const args = [this.body, this.log, ...this.ports.map(String)]
    this.daemon = this.lab.at(this.machine).start([process.execPath, '-e', PROGRAM, ...args])
  }

  async off(): Promise<void> {
    await this.daemon?.stop('SIGKILL')
  }

  /** Targets it was asked for, byte for byte. */
  asked = (): string[] => readFileSync(this.log, 'utf8').trim().split('\n')
}

/** What the client gets from an address; empty when nobody answers. */
export const fetchFrom = (lab: Lab, url: string): string =>
  lab.at('client').exec(['curl', '-s', '--max-time', '3', url]).stdout
