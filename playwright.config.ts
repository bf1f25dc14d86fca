// Browser tests: Debian's Chromium inside the network lab, against a real appliance. Each file has a lab of its own, so two run side by side.
import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  testIgnore: '**/e2e/vm/**', // they have a machine of their own: e2e/vm/playwright.config.ts
  outputDir: 'test-results/browser',
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 5_000 },
  use: { actionTimeout: 10_000, navigationTimeout: 15_000 },
})
