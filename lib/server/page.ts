// What layouts and pages may know on the server: who looks, the product's version, the appliance's name, the page's nonce.
import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { Right } from '../model/rights.ts'
import { caller } from './caller.ts'
import { applianceName } from './events.ts'
import { version } from './places.ts'
import { type Caller, may } from './session.ts'

export { applianceName, version }

/** Who looks at the page, or null. */
export const currentUser = caller

/** Who looks at the page; without a session it ends here, at the login page. */
export async function requireUser(right: Right = 'look'): Promise<Caller> {
  const who = await caller()
  if (!who) redirect('/login')
  if (who.duty) redirect('/duty')
  if (!may(who, right)) redirect('/')
  return who
}

/** Who must do something first, and what; everybody else ends where they belong. */
export async function requireDuty(): Promise<Caller & { duty: NonNullable<Caller['duty']> }> {
  const who = await caller()
  if (!who) redirect('/login')
  const { duty } = who
  if (!duty) redirect('/')
  return { ...who, duty }
}

/** The path of the page the browser loads, below the console's base; it goes on to others by itself. */
export const pagePath = async (): Promise<string> => (await headers()).get('x-path') ?? ''

/**
 * For whatever writes a style or script element itself, as the scroll lock of dialogs does: it takes the nonce of the
 * document the browser loaded first (`globalThis.__webpack_nonce__`), not of pages it went on to.
 * Reading it makes the page dynamic, as a nonce needs.
 */
export const pageNonce = async (): Promise<string> => (await headers()).get('x-nonce') ?? ''
