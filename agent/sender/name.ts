// Names to addresses, as the machine's own resolver knows them, within a limit.
import { lookup } from 'node:dns/promises'

const WITHIN = 5000

/** Throws an Error whose message is a whole sentence. */
export async function addressOf(name: string): Promise<string> {
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error(`No name server answered for ${name} within 5 s.`)), WITHIN).unref(),
  )
  const found = lookup(name).catch(() => {
    throw new Error(`The name ${name} is not known here.`)
  })
  return (await Promise.race([found, late])).address
}
