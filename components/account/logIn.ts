// Logging in: a token against forged requests first, then user and password, then a code where one is asked for.
import { fullPath } from '../live/address.ts'

const SILENT = 'The console does not answer. Try again.'

/** What is asked for next; the ticket is handed in with it. */
export interface Next {
  ticket: string
  prompt: string
}

/** Null when logged in, else what is asked for next, or why not. */
export async function logIn(
  given: { username: string; password: string } | { ticket: string; code: string },
): Promise<null | Next | string> {
  try {
    const tokenAnswer = await fetch(fullPath('/api/auth/csrf'))
    const { csrfToken } = (await tokenAnswer.json()) as { csrfToken: string }
    const answer = await fetch(fullPath('/api/auth/callback/credentials'), {
      method: 'POST',
      body: new URLSearchParams({ csrfToken, ...given, json: 'true' }),
    })
    if (answer.ok) return null
    return answer.status === 401 ? saidIn(await answer.json()) : SILENT
  } catch {
    return SILENT
  }
}

/** next-auth puts what the console says into the address of an error page, which there is not. */
function saidIn(answer: unknown): Next | string {
  const url = typeof answer === 'object' && answer !== null && 'url' in answer ? String(answer.url) : ''
  const said = URL.canParse(url) ? new URL(url).searchParams.get('error') : null
  if (!said) return 'Wrong user or password.'
  return said.startsWith('{') ? (JSON.parse(said) as Next) : said
}
