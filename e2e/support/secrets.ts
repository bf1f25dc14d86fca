// Known secrets, planted where an appliance has secrets, and everything in which one of them would have leaked.
//
// A new kind of secret is one more entry of PLANTS; a new way out is one more function of WAYS_OUT.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { AREAS } from '../../lib/model/document.ts'
import { PASSWORD } from '../lab/appliance.ts'
import { withDatabase } from './database.ts'
import { request } from './http.ts'
import { field, fill, menu, update } from './pages.ts'
import { routes } from './routes.ts'
import type { World } from './world.ts'

export interface Secret {
  name: string
  value: string
}
/** Brings secrets into the appliance as a person does, and tells them. */
type Plant = (world: World, page: Page) => Promise<Secret[]>

const password: Plant = async () => [{ name: 'the administrator’s password', value: PASSWORD }]

/** Right or mistyped, what somebody types as a password is one. */
const mistyped: Plant = async (world) => {
  const value = 'Mistyped-31-Password'
  const page = await world.freshPage()
  await page.goto(`${world.url}/login`)
  await page.getByLabel('Username').fill('loadbalancer')
  await page.getByLabel('Password').fill(value)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('main').getByRole('alert').waitFor()
  await page.context().close()
  return [{ name: 'a mistyped password', value }]
}

const session: Plant = async (world, page) => {
  const cookies = await page.context().cookies()
  const token = cookies.find((c) => c.name === '__Host-fulcrum-session')?.value ?? ''
  const key = readFileSync(join(world.appliance.state, 'console/session.key'), 'utf8').trim()
  const users = await withDatabase(world.appliance, (database) => database.user.findMany())
  return [
    { name: 'a session’s cookie', value: token },
    { name: 'the session key', value: key },
    ...users.map((u) => ({ name: `the password hash of ${u.name}`, value: u.passwordHash })),
  ]
}

/** The key that the appliance made, as every key one line of its middle: that stands in no other text. */
const ownKey: Plant = async ({ appliance }) => [
  {
    name: 'the self-signed key',
    value: middle(readFileSync(join(appliance.state, 'agent/secrets/console-key'), 'utf8')),
  },
]
const middle = (pem: string): string => pem.trim().split('\n')[1] ?? ''

/** A PFX with its password: first with a wrong one, then kept and committed, so that it is in every file it comes into. */
const uploadedKey: Plant = async (world, page) => {
  const folder = world.lab.folder
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const [right, wrong] = ['Pfx-88-Harbour-Rope', 'Pfx-99-Wrong-Rope']
  openssl(
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '90'],
    ...['-subj', '/CN=planted.example', '-keyout', 'planted.key', '-out', 'planted.crt'],
  )
  openssl(
    'pkcs12',
    '-export',
    '-inkey',
    'planted.key',
    '-in',
    'planted.crt',
    '-out',
    'planted.pfx',
    '-passout',
    `pass:${right}`,
  )
  await menu(page, 'Local Configuration', 'Security')
  await fill(page, 'Certificate', 'Uploaded')
  await (await field(page, 'Uploaded Certificate')).setInputFiles(join(folder, 'planted.pfx'))
  for (const [typed, answer] of [
    [wrong, 'the password or the file is wrong'],
    [right, 'planted.example'],
  ] as const) {
    await page.getByLabel('Password', { exact: true }).fill(typed)
    await page.getByRole('button', { name: 'Check and keep' }).click()
    await page.getByText(answer).first().waitFor()
  }
  await update(page)
  await page.getByRole('button', { name: 'Keep this change' }).waitFor()
  await page.getByRole('button', { name: 'Undo now' }).click()
  await page.getByText('was not kept and is undone').waitFor({ timeout: 20_000 })
  return [
    { name: 'an uploaded key', value: middle(readFileSync(join(folder, 'planted.key'), 'utf8')) },
    { name: 'the password of a PFX', value: right },
    { name: 'a wrong password of a PFX', value: wrong },
  ]
}

export const PLANTS: readonly Plant[] = [password, mistyped, uploadedKey, session, ownKey]

/** A text that leaves, or could be read by somebody who is not root. */
export interface Leaving {
  where: string
  text: string
}
type WayOut = (world: World, page: Page) => Promise<Leaving[]> | Leaving[]

const PARAMETERS: Record<string, readonly string[]> = {
  '/api/items': AREAS.map((area) => `?area=${area}`),
  '/api/plan': ['', ...AREAS.map((area) => `?areas=${area}`), '?operation=restart'],
  '/api/state-changes': ['?limit=100'],
  '/api/layer4-connections': ['?from=0&count=50'],
}

/** Every page and handler as somebody logged in gets it, pages also as Next asks for them. */
const answers: WayOut = async (world, page) => {
  const cookies = await page.context().cookies()
  const cookie = ['-H', `Cookie: ${cookies.map((c) => `${c.name}=${c.value}`).join('; ')}`]
  const client = world.lab.at('client')
  const numbered = routes().flatMap((route) =>
    route.startsWith('/api/history/x') ? ['1', '2'].map((n) => route.replace('x', n)) : [route],
  )
  const paths = numbered.flatMap((route) => (PARAMETERS[route] ?? ['']).map((query) => `${route}${query}`))
  const got = paths
    .filter((path) => !path.startsWith('/api/auth') && path !== '/api/events')
    .flatMap((path) =>
      (path.startsWith('/api/') ? [[]] : [[], ['-H', 'RSC: 1']]).map((more): Leaving => {
        const { headers, body } = request(client, `${world.url}${path}`, [...cookie, ...more])
        return { where: `${path} ${more.join(' ')}`, text: `${headers}\n${body}` }
      }),
    )
  const stream = client.exec([
    'curl',
    '-skN',
    '--max-time',
    '3',
    ...cookie,
    `${world.url}/api/events?rows=all`,
  ]).stdout
  return [...got, { where: '/api/events', text: stream }]
}

/** What the browser itself holds on to. */
const browser: WayOut = async (_world, page) => {
  const text = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML]),
  )
  return [{ where: 'the page and its storage', text }]
}

/** Logs of all programs and what `npm start` printed, wherever they lie. */
const logs: WayOut = ({ appliance, lab }) =>
  [appliance.state, appliance.run, lab.folder].flatMap((folder) =>
    filesBelow(folder)
      .filter((path) => path.endsWith('.log'))
      .map((path) => ({ where: path, text: read(path) })),
  )

/** Files that are open to other users, by themselves and all folders above them. */
const openFiles: WayOut = ({ appliance }) =>
  [appliance.state, appliance.run]
    .flatMap((folder) => filesBelow(folder, (mode) => (mode & 0o001) !== 0))
    .filter((path) => (statSync(path).mode & 0o004) !== 0)
    .map((path) => ({ where: path, text: read(path) }))

/** Documents, rendered files and notes of every generation, which history and differences are made of. */
const generations: WayOut = ({ appliance }) =>
  filesBelow(join(appliance.state, 'agent/generations'))
    .filter((path) => path.endsWith('.json') || path.endsWith('.conf') || path.endsWith('.cfg'))
    .map((path) => ({ where: path, text: read(path) }))

/** What is saved, and who did what: every row but those of users and sessions. */
const database: WayOut = async ({ appliance }) => {
  const rows = await withDatabase(appliance, async (db) => [
    await db.audit.findMany(),
    await db.item.findMany(),
    await db.answer.findMany(),
    await db.tries.findMany(),
  ])
  return [{ where: 'audit and items', text: JSON.stringify(rows) }]
}

/** Arguments of all processes of the appliance, and the environment of all but the command that was started by hand. */
const processes: WayOut = ({ appliance }) =>
  appliance.machine.pids().flatMap((pid) => {
    const cmdline = ofProcess(pid, 'cmdline')
    // Who types a password before `npm start` gave it to that command, and only root reads it there.
    const byHand = /npm start|bootstrap\.mjs\0start/.test(cmdline.text)
    return byHand ? [cmdline] : [cmdline, ofProcess(pid, 'environ')]
  })

function ofProcess(pid: number, file: 'cmdline' | 'environ'): Leaving {
  const where = `/proc/${pid}/${file}`
  try {
    return { where, text: readFileSync(where, 'utf8') }
  } catch {
    return { where, text: '' } // it ended meanwhile
  }
}

export const WAYS_OUT = {
  answers,
  browser,
  logs,
  openFiles,
  generations,
  database,
  processes,
} satisfies Record<string, WayOut>

const read = (path: string): string => readFileSync(path, 'latin1')

/** Files below a folder; folders whose mode does not please are not entered. Sockets and links are none. */
export function filesBelow(folder: string, enters: (mode: number) => boolean = () => true): string[] {
  if (!enters(statSync(folder).mode)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path, enters)
    return entry.isFile() ? [path] : []
  })
}

/** As it stands, and as it would stand in JSON, an address, a form or base64. */
const formsOf = (value: string): string[] => [
  value,
  JSON.stringify(value).slice(1, -1),
  encodeURIComponent(value),
  Buffer.from(value).toString('base64').replace(/=+$/, ''),
  Buffer.from(value).toString('hex'),
]

/** Which secrets stand where. */
export const leaks = (secrets: readonly Secret[], texts: readonly Leaving[]): string[] =>
  secrets.flatMap(({ name, value }) => {
    if (value.length < 12) throw new Error(`${name} is too short to be looked for`)
    const forms = formsOf(value)
    return texts
      .filter(({ text }) => forms.some((form) => text.includes(form)))
      .map(({ where }) => `${name} in ${where}`)
  })
