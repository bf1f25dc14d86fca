// For tests: a console that watches an agent, as it does when it runs.
import assert from 'node:assert/strict'
import { agentState, keepWatching } from '../live.ts'
import type { Caller } from '../session.ts'
import type { FakeAgent } from './agent.ts'
import { freshConsole, someCaller } from './state.ts'

const PATIENCE_MS = 8000

/** Waits for something, 8 s at most. */
export async function until(what: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !what(); await new Promise((r) => setTimeout(r, 10)))
    assert.ok(Date.now() < end, `in vain: ${what}`)
}

/** An empty console, its first user logged in, and the agent's answers on it until the signal. */
export async function watchedConsole(agent: FakeAgent, stop: AbortSignal): Promise<Caller> {
  await freshConsole()
  const caller = await someCaller()
  await agent.listen()
  keepWatching(stop).catch((e) => assert.fail(e))
  await until(() => agentState().answering)
  return caller
}
