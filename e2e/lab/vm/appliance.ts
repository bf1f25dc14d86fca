// An appliance in the VM: prepared outside, started inside, reached from here.
import { dirname } from 'node:path'
import { Appliance } from '../appliance.ts'
import type { Lab } from '../lab.ts'
import { PREPARED, START } from './disk.ts'
import type { Vm } from './vm.ts'

/** Under emulation every thread that compiles holds up all others: it takes a third of the time without them. */
const NODE = [process.execPath, '--single-threaded', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering']

export class VmAppliance extends Appliance {
  constructor(
    private readonly vm: Vm,
    private readonly network: Lab,
  ) {
    super(network, network.addressOf('appliance'), { command: [...NODE, START] })
    vm.must(['mkdir', '-p', dirname(this.state)])
    vm.must(['cp', '-al', PREPARED, this.state])
  }

  /** The console as a browser of this machine asks for it: by the client's way. */
  get url(): string {
    return `https://127.0.0.1:${this.vm.doorPort}/lbadmin`
  }

  override async start(more?: Record<string, string>, limit = 200_000) {
    this.vm.openDoor(this.network.at('client'), `${this.address}:9443`)
    return super.start(more, limit)
  }
}
