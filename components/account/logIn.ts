// Logging in: a token against forged requests first, then user and password.
import { fullPath } from '../live/address.ts'

const SILENT = 'The console does not answer. Try again.'

/** Null when logged in, else why not. */
export async function logIn(username: string, password: string): Promise<string | null> {
  try {
    const tokenAnswer = await fetch(fullPath('/api/auth/csrf'))
    const { csrfToken } = (await tokenAnswer.json()) as { csrfToken: string }
    const answer = await fetch(fullPath('/api/auth/callback/credentials'), {
      method: 'POST',
      body: new URLSearchParams({ csrfToken, username, password, json: 'true' }),
    })
    if (answer.ok) return null
    return answer.status === 401 ? 'Wrong user or password.' : SILENT
  } catch {
    return SILENT
  }
}
