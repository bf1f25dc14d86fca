// Somebody logged in proves once more that it is them: by their password, and a code where they must.

import { db } from './db.ts'
import { DirectoryAway, identify } from './identify.ts'
import { limited } from './limiter.ts'
import { refusal } from './login.ts'
import { takeCode } from './second-factor.ts'
import type { Caller } from './session.ts'
import type { User } from './users.ts'

/** The user, proven; or why not, as a whole sentence. Counted like a login, so that a stolen session guesses no better. */
export async function proven(
  caller: Caller,
  password: string,
  code?: string,
  now = Date.now(),
): Promise<User | string> {
  const { user, address } = caller
  const wrong =
    code === undefined ? 'The current password is not right.' : 'The password or the code is not right.'
  try {
    const tried = await limited({ user, address, now, code: code !== undefined }, async () => {
      const row = await byPassword(caller, password)
      const right = row && (code === undefined || (await takeCode(row.id, code, now)))
      return right ? { value: row, tries: 'forgive' } : null
    })
    if ('found' in tried) return tried.found
    return 'left' in tried && tried.left > 0 ? wrong : refusal(tried, wrong, now)
  } catch (fault) {
    if (!(fault instanceof DirectoryAway)) throw fault
    return 'Your directory does not answer, so that your password cannot be looked at. Try again.'
  }
}

async function byPassword({ userId, user, address }: Caller, password: string): Promise<User | null> {
  const row = await db().user.findUnique({ where: { id: userId } })
  if (!row || password === '') return null
  const who = await identify({ user, password, address })
  return 'user' in who && who.user.id === row.id ? row : null
}
