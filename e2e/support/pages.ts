// How a person moves through the console: by the documented words, nothing else.
import { expect, type Locator, type Page } from '@playwright/test'

/** Main menu, then the entry of the sub menu: Cluster Configuration > Layer 7 – Virtual Services. */
export async function menu(page: Page, title: string, entry?: string): Promise<void> {
  const navigation = page.getByRole('navigation', { name: 'Main menu' })
  if (entry) {
    const fold = navigation.getByRole('button', { name: title, exact: true })
    if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click()
  }
  await navigation.getByRole('link', { name: entry ?? title, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(entry ?? title)
}

/** The control of a field, by the label a person reads beside it. */
export async function field(page: Page, label: string): Promise<Locator> {
  const words = page
    .locator('label')
    .filter({ hasText: new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`) })
  return page.locator(`[id="${await words.getAttribute('for')}"]`)
}

/** What is given is typed, or chosen where the field is a list. */
export async function fill(page: Page, label: string, value: string): Promise<void> {
  const control = await field(page, label)
  if ((await control.evaluate((element) => element.tagName)) === 'SELECT')
    await control.selectOption({ label: value })
  else if (isFirefox(page)) await type(control, value)
  else await control.fill(value)
}

const isFirefox = (page: Page): boolean => page.context().browser()?.browserType().name() === 'firefox'

/** Key by key: what Playwright puts into a field of Debian's Firefox at once comes from a sandbox, and React does not see it. */
async function type(control: Locator, value: string): Promise<void> {
  await control.click()
  await control.press('ControlOrMeta+a')
  await control.press('Delete')
  await control.pressSequentially(value)
}

export const update = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Update', exact: true }).click()

/** The table row or card that speaks of a label. */
export const rowOf = (page: Page, label: string): Locator =>
  page.getByRole('row').filter({ has: page.getByText(label, { exact: true }) })

export interface Fields {
  [label: string]: string
}

/** Fills all fields in their order and clicks Update. */
export async function fillAndUpdate(page: Page, fields: Fields): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await fill(page, label, value)
  await update(page)
}
