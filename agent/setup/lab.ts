// Entry of `npm run lab`: the lab's VM with an appliance, a client and three web servers, to play with until Ctrl-C.
import { PASSWORD } from '../../e2e/lab/appliance.ts'
import { Lab, OKI } from '../../e2e/lab/lab.ts'
import { VmAppliance } from '../../e2e/lab/vm/appliance.ts'
import { Vm } from '../../e2e/lab/vm/vm.ts'
import { Web } from '../../e2e/lab/web.ts'
import { FIRST_USER } from './first-user.ts'
import { say } from './tools.ts'

const SERVERS = ['rs1', 'rs2', 'rs3']

export async function run(): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })
  say('Booting the VM')
  const vm = await Vm.boot()
  try {
    await Promise.race([play(vm), stopped])
    await stopped
  } finally {
    await vm.end()
  }
  say('The VM ended; nothing of it is left.')
  process.exit(0)
}

async function play(vm: Vm): Promise<void> {
  const lab = new Lab(OKI, vm)
  for (const server of SERVERS) new Web(lab, server, [80, 8080]).on()
  say('Starting Fulcrum in it')
  const appliance = new VmAppliance(vm, lab)
  await appliance.start()
  say('The lab runs. Its appliance is reached from this machine:')
  print(`${appliance.url}/`, `User: ${FIRST_USER}`, `Password: ${PASSWORD}`)
  say('Its machines and their addresses; a command runs in one like this:')
  const names = Object.keys(OKI)
  print(...names.map((name) => `${name.padEnd(10)} ${lab.addressOf(name)}`))
  print(...names.map((name) => lab.at(name).inside(['ip', 'addr']).join(' ')))
  say(`${SERVERS.join(', ')} answer HTTP on 80 and 8080. Ctrl-C ends the VM (process ${vm.pid}).`)
}

const print = (...lines: string[]): void => {
  for (const line of lines) console.log(`            ${line}`)
}
