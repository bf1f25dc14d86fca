// Accessibility: axe finds nothing on any page, light and dark, with errors, plan and dialogs open.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import * as layer4 from './support/layer4.ts'
import { addServer, addService, box, commit, remove, toServices } from './support/layer7.ts'
import { fillAndUpdate, menu, rowOf } from './support/pages.ts'
import { worldOf } from './support/world.ts'

const world = worldOf({ client: ['192.168.85.10/24'], appliance: ['192.168.85.100/24'] })

/** Rules axe finds broken, with the place of the first. */
async function broken(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map((v) => `${page.url()} ${v.id}: ${v.nodes[0]?.html}`)
}

for (const colorScheme of ['light', 'dark'] as const)
  test(`every page, ${colorScheme}`, async () => {
    test.setTimeout(240_000)
    const found: string[] = []
    const look = async (page: Page) => found.push(...(await broken(page)))
    const outside = await world().freshPage({ colorScheme })
    await outside.goto(`${world().url}/login`)
    await look(outside)
    await outside.getByLabel('Username').fill('nobody')
    await outside.getByLabel('Password').fill('nothing')
    await outside.keyboard.press('Enter')
    await outside.getByRole('main').getByRole('alert').waitFor()
    await look(outside)

    const page = await world().loggedIn({ colorScheme })
    await look(page)
    if (colorScheme === 'light') {
      await addService(page, { Label: 'Web', 'IP Address': '192.168.85.150', Ports: '80' })
      await addServer(page, 'Web', { Label: 'web1', 'Real Server IP Address': '192.168.85.200' })
      await layer4.addService(page, { Label: 'Gate', 'IP Address': '192.168.85.140', Ports: '80,443' })
      await layer4.addServer(page, 'Gate', { Label: 'gate1', 'Real Server IP Address': '192.168.85.201' })
      await commit(page)
    }
    await addService(page, { Label: 'Waits', 'IP Address': '192.168.85.150', Ports: '80' })
    await expect(box(page)).toContainText('This stops the commit')
    for (const [title, entry] of [
      ['System Overview'],
      ['Local Configuration', 'External Authentication'],
      ['Local Configuration', 'Physical – Advanced Configuration'],
      ['Local Configuration', 'Network Interface Configuration'],
      ['Local Configuration', 'Security'],
      ['Cluster Configuration', 'Layer 4 – Virtual Services'],
      ['Cluster Configuration', 'Layer 4 – Real Servers'],
      ['Cluster Configuration', 'Layer 4 – Advanced Configuration'],
      ['Cluster Configuration', 'Floating IPs'],
      ['Cluster Configuration', 'Layer 7 – Virtual Services'],
      ['Cluster Configuration', 'Layer 7 – Real Servers'],
      ['Maintenance', 'Fallback Page'],
      ['Reports', 'Layer 4 Status'],
      ['Reports', 'Layer 4 Current Connections'],
      ['Reports', 'State Changes'],
      ['Logs', 'Audit'],
      ['Local Configuration', 'API Tokens'],
      ['Maintenance', 'Restart Services'],
      ['Maintenance', 'Backup & Restore'],
      ['Maintenance', 'History'],
      ['Maintenance', 'Passwords'],
    ] as const) {
      await menu(page, title, entry)
      await look(page)
    }
    await page.getByRole('button', { name: 'Update' }).click() // Passwords, all empty
    await look(page)
    await menu(page, 'Maintenance', 'Restart Services')
    await page.getByRole('button', { name: 'Restart HAProxy' }).click()
    await page.getByRole('alertdialog').waitFor()
    await look(page)
    await page.keyboard.press('Escape')
    await layer4.toServices(page)
    await rowOf(page, 'Gate').getByRole('link', { name: 'Modify' }).click()
    await fillAndUpdate(page, { Label: 'no good', 'Check Type': 'Negotiate' })
    await look(page)
    await page.goto(`${world().url}/cluster-configuration/floating-ips`)
    await page.getByRole('textbox', { name: 'New Floating IP' }).fill('10.99.0.5')
    await page.getByRole('button', { name: 'Add Floating IP' }).click()
    await look(page)
    await rowOf(page, '192.168.85.140')
      .getByRole('button', { name: /^Disable/ })
      .click()
    await look(page)
    await page.keyboard.press('Escape')
    await toServices(page)
    await box(page).getByRole('button', { name: 'Preview' }).click()
    await look(page)
    await rowOf(page, 'Web').getByRole('link', { name: 'Modify' }).click()
    await fillAndUpdate(page, { Label: 'no good', Ports: 'none' })
    await page.getByRole('button', { name: 'Help: Ports' }).click()
    await look(page)
    await page.goto(`${world().url}/cluster-configuration/layer-7-virtual-services`)
    await rowOf(page, 'Waits').getByRole('button', { name: 'Delete' }).click()
    await look(page)
    await page.keyboard.press('Escape')
    await remove(page, 'Waits')
    expect(found).toEqual([])
  })
