// Browser tests in the lab's VM, where there is IPVS: one VM for all specs, one after the other.
import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'e2e/vm',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/vm',
  globalSetup: './e2e/support/one-vm.ts',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 30_000 }, // software emulation, and what is asked first is loaded first
  use: { actionTimeout: 30_000, navigationTimeout: 60_000 },
})
