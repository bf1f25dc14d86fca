// One Fulcrum in one machine of the lab: started by its own command, asked over its own sockets.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Lab } from './lab.ts'
import type { Daemon, Namespace } from './namespace.ts'

export const PASSWORD = 'Print-9-Harbour-Lamp'

export class Appliance {
  readonly state: string
  readonly run: string
  readonly machine: Namespace
  private readonly checkout: string
  private readonly command: readonly string[]
  private console: Daemon | undefined

  constructor(
    private readonly lab: Lab,
    readonly address: string,
    {
      machine = 'appliance',
      name = 'fulcrum',
      checkout = process.cwd(),
      command = ['npm', 'start', '--silent'],
    } = {},
  ) {
    this.machine = lab.at(machine)
    this.checkout = checkout
    this.command = command
    const { state, run } = lab.host.places(lab.folder)
    this.state = join(state, `${name}-state`)
    this.run = join(run, `${name}-run`)
  }

  env = (more: Record<string, string> = {}): Record<string, string> => ({
    FULCRUM_STATE: this.state,
    FULCRUM_RUN: this.run,
    FULCRUM_PASSWORD: PASSWORD,
    FULCRUM_LISTEN: '',
    ...more,
  })

  /** `npm start`, waited for until it prints its addresses. Throws with its output when it ends before. */
  async start(more: Record<string, string> = {}, limit = 90_000): Promise<Daemon> {
    const started = this.launch(more)
    if (!(await this.says(started, 'Ctrl-C stops', limit)))
      throw new Error(`npm start did not get ready:\n${started.output()}`)
    this.console = started
    return started
  }

  /** `npm start`, not waited for. */
  launch = (more: Record<string, string> = {}): Daemon =>
    this.machine.start(this.command, this.env(more), this.checkout)

  /** Waits until a started command has printed the text; false when it ended or the time is over. */
  async says(daemon: Daemon, text: string, limit: number): Promise<boolean> {
    let over = false
    void daemon.ended.then(() => {
      over = true
    })
    for (const end = Date.now() + limit; Date.now() < end && !over; await sleep(50))
      if (daemon.output().includes(text)) return true
    return daemon.output().includes(text)
  }

  /** Ctrl-C, which a terminal sends to the whole group; waited for. */
  async interrupt(): Promise<string> {
    const running = this.console
    if (!running) throw new Error('npm start does not run')
    process.kill(-running.pid, 'SIGINT')
    await Promise.race([running.ended, sleep(20_000)])
    this.console = undefined
    return running.output()
  }

  /** `npm run down`; answers what it printed. */
  async down(): Promise<string> {
    const command = this.machine.start(['npm', 'run', '--silent', 'down'], this.env(), this.checkout)
    if ((await command.ended) !== 0) throw new Error(`npm run down failed:\n${command.output()}`)
    return command.output()
  }

  /** A command to HAProxy's master (`show proc`) or a worker (`@1 show stat`); its whole answer. */
  async haproxy(command: string): Promise<string> {
    const socket = join(this.run, 'haproxy/master.sock')
    for (const end = Date.now() + 2000; ; await sleep(50))
      try {
        return await this.lab.host.ask(socket, `${command}\n`)
      } catch (error) {
        if (Date.now() > end) throw error // the master starts itself anew at a reload and refuses for that moment
      }
  }

  /** HAProxy's state of each real server by proxy/server, with what the check runner answered where one is asked: `UP`, `no check L7OK`. */
  async servers(): Promise<Record<string, string>> {
    const [head = '', ...lines] = (await this.haproxy('@1 show stat')).trim().split('\n')
    const names = head.replace(/^# /, '').split(',')
    const rows = lines.map((line) => Object.fromEntries(line.split(',').map((v, i) => [names[i] ?? '', v])))
    return Object.fromEntries(
      rows
        .filter((row) => row.type === '2' && !row.svname?.startsWith('_'))
        .map((row) => [`${row.pxname}/${row.svname}`, `${row.status} ${row.agent_status}`.trim()]),
    )
  }
}
