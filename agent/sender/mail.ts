// One letter to a relay, and a sentence on what came of it.
import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import type { Letter, Sent } from './messages.ts'
import { addressOf } from './name.ts'

const LIMITS = { connectionTimeout: 5000, greetingTimeout: 5000, socketTimeout: 8000 }

export async function sendMail(letter: Letter): Promise<Sent> {
  try {
    const host = await addressOf(letter.host)
    return { ok: true, text: await hand(letter, host), done: 1 }
  } catch (error) {
    return { ok: false, text: sentence(error, letter), done: 0 }
  }
}

async function hand({ port, from, to, subject, text, ...letter }: Letter, host: string): Promise<string> {
  const relay = createTransport({
    host,
    port,
    ...LIMITS,
    // The relay is chosen by the administrator and asks for no login: any certificate is better than none.
    opportunisticTLS: true,
    tls: { rejectUnauthorized: false, ...(isIP(letter.host) ? {} : { servername: letter.host }) },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    const { response, rejected } = await relay.sendMail({ from, to, subject, text })
    const refused = rejected.length ? ` It refused ${rejected.map(String).join(', ')}.` : ''
    return `${letter.host} took it: ${oneLine(response)}.${refused}`
  } finally {
    relay.close()
  }
}

const oneLine = (text: string): string => text.trim().replace(/\s+/g, ' ').replace(/\.$/, '').slice(0, 300)

/** Errors of the library say the step (`command`) and what the relay answered (`response`). */
function sentence(error: unknown, { host, port }: Letter): string {
  if (!(error instanceof Error)) return String(error)
  const { response, command, code } = error as Error & { response?: string; command?: string; code?: string }
  if (response)
    return `${host} answered ${command === 'CONN' ? 'the connection' : command} with: ${oneLine(response)}.`
  if (error.message.includes('ECONNREFUSED')) return `${host} refuses connections on port ${port}.`
  if (/EHOSTUNREACH|ENETUNREACH/.test(error.message)) return `No way leads to ${host}.`
  if (error.message.startsWith('Greeting never received'))
    return `${host} was reached on port ${port}, but did not say that it is a mail server.`
  if (code === 'ETIMEDOUT') return `${host} did not answer on port ${port} within 5 s.`
  return error.message.endsWith('.') ? error.message : `${host}: ${error.message}.`
}
