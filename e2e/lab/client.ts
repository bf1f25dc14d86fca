// Clients of the lab: what they get from a service, from an address of their own, over TCP and UDP.
import type { Lab } from './lab.ts'
import type { Daemon } from './namespace.ts'

/** What each address answers to a connection of its own; empty where nobody answers. Certificates are not looked at. */
export function fetchAll(lab: Lab, from: string, urls: readonly string[]): string[] {
  const options = ['-sk', '--max-time', '4', '--interface', from, '-w', '\\n']
  const { stdout } = lab.at('client').exec(['curl', ...options, ...urls], 60_000)
  return stdout.split('\n').slice(0, -1)
}

const ASK_UDP = `
  to=$1 from=$2
  shift 2
  for port in "$@"; do printf x | socat -t 2 - "UDP4:$to:$port,bind=$from" & done
  wait`

/** What the ports of an address answer to a packet each, in the order of the alphabet. */
export function fetchUdp(lab: Lab, from: string, address: string, ports: readonly number[]): string[] {
  const script = ['sh', '-c', ASK_UDP, 'sh', address, from, ...ports.map(String)]
  return lab.at('client').exec(script, 30_000).stdout.split('\n').filter(Boolean).sort()
}

/** A client that asks again and again, ten times a second, by a connection each time, until it is stopped. */
export class Load {
  private readonly asking: Daemon

  constructor(lab: Lab, from: string, url: string) {
    const options = ['-s', '--max-time', '5', '--interface', from, '--rate', '10/s', '-w', ' %{exitcode}\\n']
    this.asking = lab.at('client').start(['curl', ...options, `${url}?[1-100000]`])
  }

  /** Answers so far, each as the server gave it, with curl's exit code behind it. */
  answers = (): string[] => this.asking.output().split('\n').filter(Boolean)

  async stop(): Promise<string[]> {
    await this.asking.stop()
    return this.answers()
  }
}
