// A real server in a machine of the lab: on every port it says its name, whom it saw and the port. And what its owner does to it for Direct Routing and for NAT.
import { join } from 'node:path'
import type { Lab } from './lab.ts'
import type { Daemon } from './namespace.ts'

const PROGRAM = `
const http = require('node:http'), https = require('node:https'), { readFileSync } = require('node:fs')
const { name, tcp, tls, udp, pages, pem } = JSON.parse(process.argv[1])
const said = (address, port) => name + ' ' + address.replace(/^::ffff:/, '') + ' ' + port
const answer = (port) => (asked, reply) => {
  reply.setHeader('Connection', 'close')
  reply.end(pages[asked.url] ?? said(asked.socket.remoteAddress, port))
}
for (const port of tcp) http.createServer(answer(port)).listen(port, '::')
const identity = () => ({ key: readFileSync(pem), cert: readFileSync(pem) })
for (const port of tls) https.createServer(identity(), answer(port)).listen(port, '::')
for (const port of udp) {
  const socket = require('node:dgram').createSocket('udp4')
  socket.on('message', (_, { address, port: to }) => socket.send(said(address, port) + '\\n', to, address))
  socket.bind(port)
}
`

interface Ports {
  /** Plain HTTP. */
  tcp?: readonly number[]
  /** HTTPS with a certificate that it signed itself. */
  tls?: readonly number[]
  udp?: readonly number[]
}

/** It answers `rs1 192.168.81.20 445`: its name, the client that it saw, the port that it was asked on. */
export class RealServer {
  private daemon: Daemon | undefined

  /** `pages`: what it answers to some targets instead. */
  constructor(
    private readonly lab: Lab,
    private readonly machine: string,
    private readonly ports: Ports,
    private readonly pages: Readonly<Record<string, string>> = {},
  ) {}

  on(): void {
    const { tcp = [], tls = [], udp = [] } = this.ports
    const pem = tls.length ? selfSigned(this.lab, this.machine) : ''
    const told = JSON.stringify({ name: this.machine, tcp, tls, udp, pages: this.pages, pem })
    this.daemon = this.lab.at(this.machine).start([process.execPath, '-e', PROGRAM, told])
  }

  async off(): Promise<void> {
    await this.daemon?.stop('SIGKILL')
  }
}

function selfSigned(lab: Lab, machine: string): string {
  const pem = join(lab.folder, `${machine}.pem`)
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const told = ['-subj', `/CN=${machine}`, '-keyout', pem, '-out', `${pem}.crt`]
  lab.at(machine).must(['openssl', 'req', '-x509', ...kind, ...told])
  lab.at(machine).must(['sh', '-c', 'cat "$1.crt" >>"$1"', 'sh', pem])
  return pem
}

/** The guides' method 1 for Direct Routing: it holds the address of the service, and is silent when asked who has it. */
export function solveArp(lab: Lab, machine: string, address: string): void {
  const script = `
    cd /proc/sys/net/ipv4/conf/all
    echo 1 >arp_ignore
    echo 2 >arp_announce
    ip addr replace "$1/32" dev lo`
  lab.at(machine).must(['sh', '-ec', script, 'sh', address])
}

/** For NAT: its answers go by the appliance. */
export const sendBy = (lab: Lab, machine: string, gateway: string): string =>
  lab.at(machine).must(['ip', 'route', 'replace', 'default', 'via', gateway])
