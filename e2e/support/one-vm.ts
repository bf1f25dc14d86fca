// Boots the VM of a run before its first spec, and ends it after the last. `theVm` is that one in a worker.
import { Vm } from '../lab/vm/vm.ts'

export default async function boot(): Promise<() => Promise<void>> {
  const vm = await Vm.boot()
  process.env.FULCRUM_VM = vm.home // workers get it
  return () => vm.end()
}

export function theVm(): Vm {
  const home = process.env.FULCRUM_VM
  if (!home) throw new Error('these specs run with playwright.vm.config.ts, which boots the VM')
  return new Vm(home)
}
