// Server actions: they only start things and answer at once. Each finds out for itself who calls; who may is declared
// where it is done, in lib/server/actions.ts.
'use server'
import { redirect } from 'next/navigation'
import type { ActionResult, ConsoleActions } from '@/lib/protocol/console'
import type { ServerOutcome } from '@/lib/protocol/messages'
import {
  addUserAs,
  changePasswordAs,
  confirmFactorAs,
  endSessionsAs,
  modifyUserAs,
  removeUserAs,
  resetFactorAs,
  saveAccessAs,
  setPasswordAs,
  startFactorAs,
  stopFactorAs,
} from '@/lib/server/access-actions'
import {
  answerWizardAs,
  commitAs,
  createTokenAs,
  duplicateAs,
  keepChangeAs,
  logoutAs,
  moveAs,
  operateAs,
  removeAs,
  revokeTokenAs,
  rollBackAs,
  saveAs,
  setMetricsNetworksAs,
  setServersAs,
  stayLoggedInAs,
  testNotificationsAs,
  undoChangeAs,
} from '@/lib/server/actions'
import { caller, cameThrough, forgetCookie } from '@/lib/server/caller'

type Given<A extends keyof ConsoleActions> = Parameters<ConsoleActions[A]>

export async function save(...[input]: Given<'save'>): Promise<ActionResult<{ id: string }>> {
  return saveAs(await caller(), input)
}

export async function remove(...[input]: Given<'remove'>): Promise<ActionResult> {
  return removeAs(await caller(), input)
}

export async function duplicate(...[input]: Given<'duplicate'>): Promise<ActionResult<{ id: string }>> {
  return duplicateAs(await caller(), input)
}

export async function move(...[input]: Given<'move'>): Promise<ActionResult> {
  return moveAs(await caller(), input)
}

export async function commit(...[areas]: Given<'commit'>): Promise<ActionResult<{ job: string }>> {
  return commitAs(await caller(), areas)
}

export async function setServers(
  ...[input]: Given<'setServers'>
): Promise<ActionResult<{ servers: ServerOutcome[] }>> {
  return setServersAs(await caller(), input)
}

export async function rollBack(...[input]: Given<'rollBack'>): Promise<ActionResult<{ job: string | null }>> {
  return rollBackAs(await caller(), input)
}

export async function operate(...[what, unit]: Given<'operate'>): Promise<ActionResult<{ job: string }>> {
  return operateAs(await caller(), { what, unit })
}

export async function stayLoggedIn(): Promise<ActionResult> {
  return stayLoggedInAs(await caller(), undefined)
}

export async function answerWizard(...[answer]: Given<'answerWizard'>): Promise<ActionResult> {
  return answerWizardAs(await caller(), answer)
}

export async function testNotifications(): ReturnType<ConsoleActions['testNotifications']> {
  return testNotificationsAs(await caller(), undefined)
}

export async function createToken(
  ...[input]: Given<'createToken'>
): ReturnType<ConsoleActions['createToken']> {
  return createTokenAs(await caller(), input)
}

export async function revokeToken(...[id]: Given<'revokeToken'>): Promise<ActionResult> {
  return revokeTokenAs(await caller(), id)
}

export async function setMetricsNetworks(...[input]: Given<'setMetricsNetworks'>): Promise<ActionResult> {
  return setMetricsNetworksAs(await caller(), input)
}

export async function keepChange(...[id]: Given<'keepChange'>): ReturnType<ConsoleActions['keepChange']> {
  return keepChangeAs(await caller(), { id, over: await cameThrough() })
}

export async function undoChange(...[id]: Given<'undoChange'>): Promise<ActionResult> {
  return undoChangeAs(await caller(), { id })
}

export async function logout(): Promise<void> {
  await logoutAs(await caller())
  await forgetCookie()
  redirect('/login')
}

export async function changePassword(
  ...[input]: Given<'changePassword'>
): ReturnType<ConsoleActions['changePassword']> {
  return changePasswordAs(await caller(), input)
}

export async function confirmFactor(
  ...[input]: Given<'confirmFactor'>
): ReturnType<ConsoleActions['confirmFactor']> {
  return confirmFactorAs(await caller(), input)
}

export async function stopFactor(...[input]: Given<'stopFactor'>): ReturnType<ConsoleActions['stopFactor']> {
  return stopFactorAs(await caller(), input)
}

export async function addUser(...[input]: Given<'addUser'>): ReturnType<ConsoleActions['addUser']> {
  return addUserAs(await caller(), input)
}

export async function modifyUser(...[input]: Given<'modifyUser'>): ReturnType<ConsoleActions['modifyUser']> {
  return modifyUserAs(await caller(), input)
}

export async function removeUser(...[input]: Given<'removeUser'>): ReturnType<ConsoleActions['removeUser']> {
  return removeUserAs(await caller(), input)
}

export async function setPassword(
  ...[input]: Given<'setPassword'>
): ReturnType<ConsoleActions['setPassword']> {
  return setPasswordAs(await caller(), input)
}

export async function resetFactor(
  ...[input]: Given<'resetFactor'>
): ReturnType<ConsoleActions['resetFactor']> {
  return resetFactorAs(await caller(), input)
}

export async function saveAccess(...[input]: Given<'saveAccess'>): ReturnType<ConsoleActions['saveAccess']> {
  return saveAccessAs(await caller(), input)
}

export async function endSessions(
  ...[input]: Given<'endSessions'>
): ReturnType<ConsoleActions['endSessions']> {
  return endSessionsAs(await caller(), input)
}

export async function startFactor(): ReturnType<ConsoleActions['startFactor']> {
  return startFactorAs(await caller(), undefined)
}
