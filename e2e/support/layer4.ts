// Layer 4 by clicks: its services and servers, which act as soon as they are saved.
import { expect, type Page } from '@playwright/test'
import { box, servicesAt } from './services.ts'

export const { toServices, toServers, toNewServer, addService, modifyService, addServer, stored } =
  servicesAt('Layer 4')
export { box, remove } from './services.ts'

/** Waits until nothing waits any more: what was saved was applied. */
export const applied = (page: Page): Promise<void> => expect(box(page)).toBeHidden({ timeout: 30_000 })
