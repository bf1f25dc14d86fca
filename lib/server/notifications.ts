// Notifications as the console sees them: a test, and what became of those that were sent. The agent sends.
import { setTimeout as pause } from 'node:timers/promises'
import type { ActionResult } from '../protocol/console.ts'
import type { Delivery } from '../protocol/messages.ts'
import { AgentAway, ask } from './agent.ts'
import { pendingNow, refreshPending } from './pending.ts'

/** What was just saved is applied within this time; the test is of that. In ms. */
const APPLIED_WITHIN = 5000

export async function testNotifications(): Promise<ActionResult<{ deliveries: Delivery[] }>> {
  if (!(await isApplied()))
    return { ok: false, message: 'Not sent. What you saved is not applied; the Commit changes box says why.' }
  try {
    const deliveries = await ask('notify-test', {})
    return deliveries.length
      ? { ok: true, deliveries }
      : { ok: false, message: 'Not sent. There is neither a relay with recipients nor a webhook.' }
  } catch (e) {
    if (e instanceof AgentAway) return { ok: false, message: `Not sent. ${e.message}` }
    throw e
  }
}

async function isApplied(): Promise<boolean> {
  await refreshPending()
  for (const end = Date.now() + APPLIED_WITHIN; Date.now() < end; await pause(100))
    if (!pendingNow().areas.includes('notifications')) return true
  return false
}
