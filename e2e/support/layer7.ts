// Layer 7 services by clicks, for specs that need some before they begin; and what is stored, asked as the page asks.
import { expect, type Page } from '@playwright/test'
import { type Fields, fillAndUpdate, menu, rowOf } from './pages.ts'

const SERVICES = 'Layer 7 – Virtual Services'
const SERVERS = 'Layer 7 – Real Servers'

export const toServices = (page: Page): Promise<void> => menu(page, 'Cluster Configuration', SERVICES)

/** Adds a service; with `modify` it is opened again and changed. Ends on the list. */
export async function addService(
  page: Page,
  fields: Fields & { Label: string },
  modify?: Fields,
): Promise<void> {
  await toServices(page)
  await page.getByRole('link', { name: 'Add a new Virtual Service' }).first().click()
  await fillAndUpdate(page, fields)
  await expect(rowOf(page, fields.Label)).toBeVisible()
  if (modify) await modifyService(page, fields.Label, modify)
}

/** Changes fields of a service. Ends on the list. */
export async function modifyService(page: Page, label: string, fields: Fields): Promise<void> {
  await toServices(page)
  await rowOf(page, label).getByRole('link', { name: 'Modify' }).click()
  await fillAndUpdate(page, fields)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(SERVICES)
}

/** Adds a server to a service. Ends on the list. */
export async function addServer(
  page: Page,
  service: string,
  fields: Fields & { Label: string },
): Promise<void> {
  await menu(page, 'Cluster Configuration', SERVERS)
  await page
    .getByRole('region', { name: service })
    .getByRole('link', { name: 'Add a new Real Server' })
    .click()
  await fillAndUpdate(page, fields)
  await expect(rowOf(page, fields.Label).first()).toBeVisible()
}

/** The Commit changes box. */
export const box = (page: Page) => page.getByRole('region', { name: 'Commit changes' })

/** Commits by the box and waits until it is gone, `limit` milliseconds at most. */
export async function commit(page: Page, limit = 15_000): Promise<void> {
  await box(page).getByRole('button', { name: 'Reload HAProxy' }).click()
  await expect(box(page)).toBeHidden({ timeout: limit })
}

/** Labels of all stored Layer 7 items. */
export const stored = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const answer = await fetch('/lbadmin/api/items?area=layer7')
    const { items } = (await answer.json()) as { items: { label: string }[] }
    return items.map((item) => item.label).sort()
  })

/** Deletes an item of the list that is open, and confirms. */
export async function remove(page: Page, label: string): Promise<void> {
  await rowOf(page, label).getByRole('button', { name: 'Delete' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: `Delete ${label}` }).click()
  await expect(dialog).toBeHidden() // what lies behind it cannot be reached before
  await expect(rowOf(page, label)).toBeHidden()
}
