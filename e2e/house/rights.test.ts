// House guard: every page, handler and action of the console says in its own file who may, and the menu says the same.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { MENU } from '../../components/frame/menu.ts'
import { allows, GROUPS, RIGHTS } from '../../lib/model/rights.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const APP = join(ROOT, 'app')
const read = (path: string): string => readFileSync(join(APP, path), 'utf8')
const files = (name: string): string[] =>
  readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(name))
    .sort()

/** Handlers that name no right: the door itself, and those of scripts, whose rights stand in lib/protocol/v1.ts. */
const OPEN = ['api/auth/[...nextauth]/route.ts', 'api/v1/[...path]/route.ts', 'metrics/route.ts']
/** Pages outside the frame, for those who are not in yet. */
const OUTSIDE = ['duty/page.tsx', 'login/page.tsx']

const oneOf = (all: Iterable<RegExpMatchArray>, what: string): string => {
  const [found, ...more] = [...all].map((m) => m[1] ?? '')
  assert.ok(found && more.length === 0, `${what} says ${found ? 'twice' : 'nowhere'} who may`)
  assert.ok((RIGHTS as readonly string[]).includes(found), `${what}: ${found} is no right`)
  return found
}

test('every page of the console asks for one right before it draws anything, in at most 15 lines', () => {
  const pages = files('page.tsx').filter((path) => !OUTSIDE.includes(path))
  assert.ok(pages.length > 20)
  for (const page of pages) {
    const text = read(page)
    oneOf(text.matchAll(/\n {2}await requireUser\('(\w+)'\)\n/g), page)
    assert.ok(text.split('\n').length <= 16, `${page} is no door any more`)
    assert.ok(text.indexOf('requireUser(') < text.indexOf('return <'), page)
  }
})

test('every handler asks for one right, for each method it answers', () => {
  const handlers = files('route.ts').filter((path) => !OPEN.includes(path))
  assert.ok(handlers.length > 10)
  for (const handler of handlers) {
    const text = read(handler)
    const methods = [...text.matchAll(/export (?:const|async function|function) ([A-Z]+)\b/g)]
    const rights = [...text.matchAll(/replyTo\('(\w+)'/g)]
    assert.ok(methods.length > 0 && rights.length === methods.length, `${handler}: not each method asks`)
    for (const right of rights) oneOf([right], handler)
  }
})

test('every server action hands its caller to one guarded action, and does nothing itself', () => {
  for (const path of files('actions.ts')) {
    const text = read(path)
    const actions = text.split('\nexport async function ').slice(1)
    assert.ok(actions.length > 0)
    for (const body of actions) assert.match(body, /\w+As\(await caller\(\)/, body)
  }
})

test('the menu offers each page to just those whom the page lets in', () => {
  for (const page of MENU.flatMap((entry) => [...(entry.page ? [entry.page] : []), ...entry.pages])) {
    const path = join('(console)', page.href, 'page.tsx')
    const right = oneOf(read(path).matchAll(/requireUser\('(\w+)'\)/g), path)
    assert.equal(page.right, right, dirname(path))
    assert.ok(GROUPS.some((group) => allows(group, page.right)))
  }
})
