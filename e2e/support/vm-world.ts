// A world in the lab's VM: the same lab and appliance inside, on a kernel with IPVS, and the browser outside.
import { type Browser, chromium, test } from '@playwright/test'
import { Lab, OKI, type Plan } from '../lab/lab.ts'
import { VmAppliance } from '../lab/vm/appliance.ts'
import type { Vm } from '../lab/vm/vm.ts'
import { theVm } from './one-vm.ts'
import { CHROMIUM, World } from './world.ts'

export class VmWorld extends World {
  private constructor(
    readonly vm: Vm,
    lab: Lab,
    override readonly appliance: VmAppliance,
    browser: Browser,
  ) {
    super(lab, appliance, browser)
  }

  /** A lab with a started appliance in a VM that runs. The plan has the machines `client` and `appliance`. */
  static async inside(vm: Vm, plan: Plan): Promise<VmWorld> {
    const lab = new Lab(plan, vm)
    try {
      const appliance = new VmAppliance(vm, lab)
      await appliance.start()
      const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: CHROMIUM })
      return new VmWorld(vm, lab, appliance, browser)
    } catch (error) {
      await lab.remove()
      throw error
    }
  }

  override get url(): string {
    return this.appliance.url
  }

  /** The whole machine goes down and comes up, and the appliance is started as at any boot. Open pages lose it. */
  async reboot(): Promise<void> {
    await this.vm.reboot()
    this.lab.connect()
    await this.appliance.start()
  }
}

/** As `worldOf`, in the one VM of the run. */
export function vmWorldOf(plan: Plan = OKI): () => VmWorld {
  let world: VmWorld | undefined
  test.beforeAll('lab and appliance in the VM', async () => {
    test.setTimeout(240_000)
    world = await VmWorld.inside(theVm(), plan)
  })
  test.afterAll('lab removed', async () => world?.remove())
  return () => {
    if (!world) throw new Error('the world is made before the first test')
    return world
  }
}
