// Layer 7 by clicks: its services and servers, and the button that commits them.
import { expect, type Page } from '@playwright/test'
import { box, servicesAt } from './services.ts'

export const { toServices, addService, modifyService, addServer, stored } = servicesAt('Layer 7')
export { box, remove } from './services.ts'

/** Commits by the box and waits until it is gone, `limit` milliseconds at most. */
export async function commit(page: Page, limit = 15_000): Promise<void> {
  await box(page).getByRole('button', { name: 'Reload HAProxy' }).click()
  await expect(box(page)).toBeHidden({ timeout: limit })
}
