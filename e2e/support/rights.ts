// Who may open which page and ask which handler, as their own files say, and every server action by its name.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BUILT } from '../../agent/setup/build.ts'
import { allows, type Group, RIGHTS, type Right } from '../../lib/model/rights.ts'

const APP = join(import.meta.dirname, '..', '..', 'app')

interface Guarded {
  /** Below /lbadmin, a made-up value in the place of each parameter. */
  path: string
  right: Right
}

const isRight = (text: string): text is Right => (RIGHTS as readonly string[]).includes(text)

function guarded(file: string, says: RegExp): Guarded[] {
  return readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(`/${file}`))
    .flatMap((path) => {
      const right = says.exec(readFileSync(join(APP, path), 'utf8'))?.[1] ?? ''
      return isRight(right) ? { path: addressOf(dirname(path)), right } : []
    })
}

/** The first page has no last slash: with it the console sends on. */
const addressOf = (folder: string): string => {
  const path = folder.replace(/^\(console\)\/?/, '').replace(/\[\w+\]/g, '7')
  return path === '' ? '' : `/${path}`
}

export const guardedPages = (): Guarded[] => guarded('page.tsx', /requireUser\('(\w+)'\)/)
/** Those that answer to the method. */
export const guardedHandlers = (method: 'GET' | 'POST'): Guarded[] =>
  guarded('route.ts', new RegExp(`${method} = [^]*?replyTo\\('(\\w+)'`))

/** Ids of all server actions by the names they are exported by. */
export function actionsByName(): Map<string, string> {
  const file = join(BUILT.release, '.next/server/server-reference-manifest.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as {
    node: Record<string, { exportedName?: string }>
  }
  return new Map(Object.entries(manifest.node).map(([id, { exportedName }]) => [exportedName ?? id, id]))
}

export const mayOpen = (group: Group, { right }: Guarded): boolean => allows(group, right)
