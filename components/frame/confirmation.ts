// Where the console answers after a change, and how long somebody has to keep it. Pure.
import { CONFIRM_WITHIN } from '../../lib/model/within.ts'
import type { Confirmation } from '../../lib/protocol/confirm.ts'

/** What was undone is told for so long. In ms. */
const TOLD = 600_000

export type Where = Pick<Location, 'protocol' | 'hostname' | 'port' | 'pathname'>

/** The same page at its new address; null where that is the one it has. */
export function newAddress({ console: at }: Pick<Confirmation, 'console'>, here: Where): string | null {
  if (!at) return null
  const host = stays(at.addresses, here.hostname)
    ? here.hostname
    : bracketed(at.addresses[0] ?? here.hostname)
  const port = at.port === 443 ? '' : String(at.port)
  if (host === here.hostname && port === here.port) return null
  return `https://${host}${port ? `:${port}` : ''}${here.pathname}`
}

/** A name may stand for any address; all of them is this one too. */
function stays(addresses: readonly string[], hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '')
  const isAddress = /^[\d.]+$/.test(bare) || bare.includes(':')
  const everywhere = bare.includes(':') ? '::' : '0.0.0.0'
  return !isAddress || addresses.includes(bare) || addresses.includes(everywhere)
}

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address)

/** Whole seconds until it is undone; 0 when it is over. Two clocks may tell a little more than there is. */
export const secondsLeft = ({ until }: Pick<Confirmation, 'until'>, now: number): number =>
  Math.min(CONFIRM_WITHIN, Math.max(0, Math.ceil((until - now) / 1000)))

/** Whether an undone change is still news. */
export const isNews = ({ until }: Pick<Confirmation, 'until'>, now: number): boolean => now - until < TOLD
