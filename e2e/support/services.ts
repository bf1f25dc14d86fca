// Virtual services and real servers of a layer by clicks, for specs that need some before they begin; and what is stored, asked as the page asks.
import { expect, type Page } from '@playwright/test'
import { type Fields, fillAndUpdate, menu, rowOf } from './pages.ts'

export type Layer = 'Layer 4' | 'Layer 7'

export const servicesAt = (layer: Layer) => {
  const toServices = (page: Page): Promise<void> =>
    menu(page, 'Cluster Configuration', `${layer} – Virtual Services`)
  const toServers = (page: Page): Promise<void> =>
    menu(page, 'Cluster Configuration', `${layer} – Real Servers`)

  /** Changes fields of a service. Ends on the list. */
  async function modifyService(page: Page, label: string, fields: Fields): Promise<void> {
    await toServices(page)
    await rowOf(page, label).getByRole('link', { name: 'Modify' }).click()
    await fillAndUpdate(page, fields)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${layer} – Virtual Services`)
  }

  /** Adds a service; with `modify` it is opened again and changed. Ends on the list. */
  async function addService(page: Page, fields: Fields & { Label: string }, modify?: Fields): Promise<void> {
    await toServices(page)
    await page.getByRole('link', { name: 'Add a new Virtual Service' }).first().click()
    await fillAndUpdate(page, fields)
    await expect(rowOf(page, fields.Label)).toBeVisible()
    if (modify) await modifyService(page, fields.Label, modify)
  }

  /** Opens the form of a new server. */
  async function toNewServer(page: Page, service: string): Promise<void> {
    await toServers(page)
    await page
      .getByRole('region', { name: service })
      .getByRole('link', { name: 'Add a new Real Server' })
      .click()
  }

  /** Adds a server to a service. Ends on the list. */
  async function addServer(page: Page, service: string, fields: Fields & { Label: string }): Promise<void> {
    await toNewServer(page, service)
    await fillAndUpdate(page, fields)
    await expect(rowOf(page, fields.Label).first()).toBeVisible()
  }

  /** Labels of all stored items. */
  const stored = (page: Page): Promise<string[]> =>
    page.evaluate(
      async (area) => {
        const answer = await fetch(`/lbadmin/api/items?area=${area}`)
        const { items } = (await answer.json()) as { items: { label: string }[] }
        return items.map((item) => item.label).sort()
      },
      layer.toLowerCase().replace(' ', ''),
    )

  return { toServices, toServers, toNewServer, addService, modifyService, addServer, stored }
}

/** The Commit changes box. */
export const box = (page: Page) => page.getByRole('region', { name: 'Commit changes' })

/** Deletes an item of the list that is open, and confirms. */
export async function remove(page: Page, label: string): Promise<void> {
  await rowOf(page, label).getByRole('button', { name: 'Delete' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: `Delete ${label}` }).click()
  await expect(dialog).toBeHidden() // what lies behind it cannot be reached before
  await expect(rowOf(page, label)).toBeHidden()
}
