// npm run bench:overview: pages, live facts and memory with a thousand services of ten servers each.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { awake, login, type World } from '../support/world.ts'
import { figure, finish, median, note } from './figures.ts'
import { cpuOf, memoryOf, pidOf, thousand } from './thousand.ts'

const TABS = 8
const SECONDS = 60

const world = await thousand()
try {
  const page = await openedPage()
  await commitAll(page)
  await measurePages(page)
  await measureUpdates(page)
  await measureSearch(page)
  await measureTabs(world, page)
} finally {
  await world.remove()
}
finish()

/** A page that keeps hold of its event streams, so that their messages can be timed. */
async function openedPage(): Promise<Page> {
  const page = await world.freshPage()
  // What names functions in code that was compiled for Node is not there in the browser.
  await page.context().addInitScript('globalThis.__name ??= (named) => named')
  await page.context().addInitScript(() => {
    const sources: EventSource[] = []
    const Real = EventSource
    class Kept extends Real {
      constructor(url: string | URL) {
        super(url)
        sources.push(this)
      }
    }
    Object.assign(globalThis, { sources, EventSource: Kept })
  })
  await login(page, `${world.url}/`)
  return page
}

async function commitAll(page: Page): Promise<void> {
  const begun = Date.now()
  const box = page.getByRole('region', { name: 'Commit changes' })
  await box.getByRole('button', { name: 'Reload HAProxy' }).click({ timeout: 60_000 })
  await box.waitFor({ state: 'hidden', timeout: 120_000 })
  note('first commit of all services, click to read-back', (Date.now() - begun) / 1000, 's')
  await sleep(12_000) // two rounds of checks
}

/** Milliseconds from the click, or from the start of loading, until the page is there with its rows. */
async function measurePages(page: Page): Promise<void> {
  const pages = [
    ['System Overview', '', 'table.ov tr.vip'],
    ['Layer 7 – Virtual Services', 'cluster-configuration/layer-7-virtual-services', 'table tr.vip'],
    ['Layer 7 – Real Servers', 'cluster-configuration/layer-7-real-servers', 'table tr.vip'],
    [
      'Modify Virtual Service',
      'cluster-configuration/layer-7-virtual-services/service-500',
      'input[value="VIP-0500"]',
    ],
    ['Modify Real Server', 'cluster-configuration/layer-7-real-servers/server-500-3', 'input[value="RIP-3"]'],
  ] as const
  for (const [what, path, there] of pages) {
    const times: number[] = []
    for (let run = 0; run < 4; run++) times.push(await ready(page, path, there))
    figure(`${what} ready, loaded anew (median of 4)`, median(times) / 1000, 0.5, 's')
  }
}

async function ready(from: Page, path: string, there: string): Promise<number> {
  const page = await from.context().newPage()
  await page.addInitScript((selector) => {
    const look = () =>
      document.querySelector(selector)
        ? Object.assign(globalThis, { readyAt: performance.now() })
        : requestAnimationFrame(look)
    look()
  }, there)
  await page.goto(`${world.url}/${path}`)
  await page.locator(there).first().waitFor({ state: 'attached' })
  await page.waitForTimeout(50)
  const time = await page.evaluate(() => (globalThis as unknown as { readyAt: number }).readyAt)
  await page.close()
  return time
}

/** What a look that changed every row costs a tab, from the message to the paint: script, style, layout. */
async function measureUpdates(page: Page): Promise<void> {
  await page.goto(`${world.url}/`)
  await awake(page)
  await page.locator('table.ov tr.vip').first().waitFor()
  const times = await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const all: number[] = []
    const answer = await fetch('/lbadmin/api/events?rows=all')
    const reader = answer.body?.getReader()
    let text = ''
    while (reader && !text.includes('\n\n')) text += new TextDecoder().decode((await reader.read()).value)
    await reader?.cancel()
    const { rows } = JSON.parse(text.slice(6, text.indexOf('\n\n')))
    const sources = (globalThis as unknown as { sources: EventSource[] }).sources
    const source = sources.at(-1)
    for (let run = 0; run < 9; run++) {
      const parts = rows.map(({ key }: { key: string }) => ({ key, connections: run + 1 }))
      const now = Date.now()
      const beat = { type: 'beat', now, agent: { answering: true, lookedAt: now }, parts }
      const data = JSON.stringify(beat)
      await frame()
      const begun = performance.now()
      source?.onmessage?.(new MessageEvent('message', { data }))
      await new Promise<void>((resolve) => {
        const channel = new MessageChannel()
        requestAnimationFrame(() => channel.port2.postMessage(0))
        channel.port1.onmessage = () => resolve()
      })
      document.body.getBoundingClientRect()
      all.push(performance.now() - begun)
    }
    return all
  })
  figure('an update of all 11,000 rows painted (median of 9)', median(times), 20, 'ms')
}

async function measureSearch(page: Page): Promise<void> {
  const box = page.getByRole('searchbox', { name: 'Filter' })
  const times: number[] = []
  for (const text of ['vip-07', 'vip-0777', '127.200.3', 'down', '8009']) {
    await box.fill('')
    const begun = Date.now()
    await box.fill(text)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    times.push(Date.now() - begun)
  }
  figure('search over label, address, port and state (median of 5)', median(times), 100, 'ms')
  await box.fill('')
}

async function measureTabs(world: World, first: Page): Promise<void> {
  const tabs = [first]
  while (tabs.length < TABS) {
    const tab = await first.context().newPage()
    await tab.goto(`${world.url}/`)
    await awake(tab)
    tabs.push(tab)
  }
  const [agent, console_] = [pidOf(world, 'agent'), pidOf(world, 'console')]
  const before = { agent: cpuOf(agent), console: cpuOf(console_), at: Date.now() }
  const oldest = await Promise.all(tabs.map(watchAges))
  const seconds = (Date.now() - before.at) / 1000
  const share = (now: number, then: number) => (now - then) / 10 / seconds
  figure(`oldest facts over ${SECONDS} s in ${TABS} tabs`, Math.max(...oldest) / 1000, 2, 's')
  figure('agent, share of a core', share(cpuOf(agent), before.agent), 5, '%')
  note('console, share of a core', share(cpuOf(console_), before.console), '%')
  figure('agent, memory', memoryOf(agent), 150, 'MB')
  figure('console, memory', memoryOf(console_), 250, 'MB')
}

/** The greatest age the facts of a tab reach, in milliseconds. Both clocks are this machine's. */
function watchAges(tab: Page): Promise<number> {
  return tab.evaluate(async (milliseconds) => {
    const sources = (globalThis as unknown as { sources: EventSource[] }).sources
    let lookedAt = Date.now()
    let oldest = 0
    sources.at(-1)?.addEventListener('message', (message) => {
      const event = JSON.parse(message.data)
      if (event.agent?.lookedAt) {
        oldest = Math.max(oldest, Date.now() - lookedAt)
        lookedAt = event.agent.lookedAt
      }
    })
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    return oldest
  }, SECONDS * 1000)
}
