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
    return answer.status === 401 ? reasonIn(await answer.json()) : SILENT
  } catch {
    return SILENT
  }
}

/** next-auth puts the console's sentence into the address of an error page, which there is not. */
function reasonIn(answer: unknown): string {
  const url = typeof answer === 'object' && answer !== null && 'url' in answer ? String(answer.url) : ''
  const said = URL.canParse(url) ? new URL(url).searchParams.get('error') : null
  return said ?? 'Wrong user or password.'
}
