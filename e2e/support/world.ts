// What every browser spec stands in: a lab, an appliance in it, and a browser at the lab's client.
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  firefox,
  type Page,
  test,
} from '@playwright/test'
import { Appliance, PASSWORD } from '../lab/appliance.ts'
import { Lab, OKI, type Plan } from '../lab/lab.ts'

/** A name for the appliance that only the browser knows, so that no DNS is needed. */
export const NAME = 'appliance.example'
const RESOLVE = `--host-resolver-rules=MAP ${NAME} 192.168.85.100`
export const CHROMIUM = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
]

type Before = (lab: Lab, appliance: Appliance) => void

export class World {
  constructor(
    readonly lab: Lab,
    readonly appliance: Appliance,
    readonly browser: Browser,
  ) {}

  /** `before`: called when nothing has been started yet. */
  static async make(plan: Plan, browser: BrowserName, before: Before = () => {}): Promise<World> {
    const lab = new Lab(plan)
    try {
      const appliance = new Appliance(lab, '192.168.85.100')
      before(lab, appliance)
      await appliance.start()
      return new World(lab, appliance, await browserAt(lab, browser))
    } catch (error) {
      await lab.remove()
      throw error
    }
  }

  get url(): string {
    return `https://${this.appliance.address}:9443/lbadmin`
  }

  /** A page of a browser that nobody is logged in with. */
  async freshPage(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      ignoreHTTPSErrors: true, // self-signed, as FR-02 wants
      viewport: { width: 1366, height: 900 },
      ...options,
    })
    return context.newPage()
  }

  /** A page after login, on the System Overview. */
  async loggedIn(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.freshPage(options)
    await login(page, `${this.url}/`)
    return page
  }

  /** The agent's process, as `npm start` wrote it down. */
  agentPid(): number {
    const lock = this.appliance.machine.must(['cat', join(this.appliance.run, 'start.json')])
    return (JSON.parse(lock) as { agent: { pid: number } }).agent.pid
  }

  async remove(): Promise<void> {
    await this.browser.close()
    await this.lab.remove()
  }
}

/** Opens the address and logs in as the first user; ends on the System Overview. */
export async function login(page: Page, url: string, password = PASSWORD): Promise<void> {
  await page.goto(url)
  await page.getByLabel('Username').fill('loadbalancer')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('heading', { name: 'System Overview' }).waitFor()
  await awake(page)
}

/** The page's scripts run and its stream is open: it shows how old its facts are. */
export const awake = (page: Page): Promise<void> => page.getByText('Live', { exact: true }).waitFor()

export type BrowserName = 'chromium' | 'firefox'

/** `FULCRUM_BROWSER=firefox` runs any spec in Debian's Firefox ESR. */
export const usual = (): BrowserName => (process.env.FULCRUM_BROWSER === 'firefox' ? 'firefox' : 'chromium')

/** A browser whose network is the client's. */
async function browserAt(lab: Lab, name: BrowserName): Promise<Browser> {
  if (name === 'firefox') return firefoxAt(lab)
  const wrapper = join(lab.folder, 'chromium')
  writeFileSync(wrapper, `#!/bin/sh\nexec ${lab.at('client').inside(['/usr/bin/chromium']).join(' ')} "$@"\n`)
  chmodSync(wrapper, 0o755)
  return chromium.launch({ executablePath: wrapper, args: [RESOLVE, ...CHROMIUM] })
}

/** Playwright's own Firefox is a patched one; Debian's is driven by WebDriver BiDi. */
async function firefoxAt(lab: Lab): Promise<Browser> {
  const wrapper = join(lab.folder, 'firefox')
  const door = join(import.meta.dirname, 'firefox.mjs')
  writeFileSync(wrapper, `#!/bin/sh\nexec ${process.execPath} ${door} ${lab.at('client').name} "$@"\n`)
  chmodSync(wrapper, 0o755)
  const env = { ...process.env, HOME: lab.folder } as Record<string, string>
  return firefox.launch({ channel: 'moz-firefox', executablePath: wrapper, env })
}

/** A world for all tests of a file: made before the first, removed after the last. */
export function worldOf(plan: Plan = OKI, browser = usual(), before?: Before): () => World {
  let world: World | undefined
  test.beforeAll('lab and appliance', async () => {
    test.setTimeout(120_000)
    world = await World.make(plan, browser, before)
  })
  test.afterAll('lab removed', async () => world?.remove())
  return () => {
    if (!world) throw new Error('the world is made before the first test')
    return world
  }
}
