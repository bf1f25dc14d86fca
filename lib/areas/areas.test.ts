// The house guards: what holds for every room, however many there are.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Documents, Item } from '../model/document.ts'
import { ERRORS } from '../model/errors.ts'
import { describeFields } from '../model/fields.ts'
import type { RenderedFile } from '../model/file.ts'
import type { Problem } from '../model/problem.ts'
import { checkDocument } from './check.ts'
import type { Kind, Room } from './define.ts'
import { kindOf, rooms } from './index.ts'
import { renderAll, verifyAll } from './plan.ts'
import { noDocuments, sampleFacts } from './testing.ts'

const LIB = join(import.meta.dirname, '..')

/** Documents of every fixture of every room, by name. */
const fixtures: [string, Documents][] = rooms.flatMap((room) => {
  const folder = join(LIB, 'areas', room.name, 'fixtures')
  return readdirSync(folder).map((name): [string, Documents] => [
    `${room.name}/${name}`,
    { ...noDocuments(), ...JSON.parse(readFileSync(join(folder, name, 'documents.json'), 'utf8')) },
  ])
})
const kinds: [Room, Kind][] = rooms.flatMap((room) => room.kinds.map((kind): [Room, Kind] => [room, kind]))

for (const [room, kind] of kinds) {
  test(`${room.name}, ${kind.name}: every field has its words and stands in a fixture`, () => {
    const fields = describeFields(kind.schema)
    for (const f of fields) {
      assert.ok(f.label && f.section && f.help.length > 20 && f.help.endsWith('.'), f.name)
      assert.equal(f.kind === 'select', Boolean(f.options || f.optionsFrom), f.name)
      for (const c of f.showWhen ?? [])
        assert.ok(
          fields.some((other) => other.name === c.field),
          f.name,
        )
      assert.ok(used(room, kind, f.name, f.default), `${f.name} has only its default in all fixtures`)
    }
    const names = new Set(fields.map((f) => f.accessibleName ?? f.label))
    assert.equal(names.size, fields.length, 'names are unique')
  })
}

const used = (room: Room, kind: Kind, name: string, preset: unknown): boolean =>
  name === 'label' ||
  fixtures.some(([, documents]) =>
    documents[room.name].items.some((i) => i.kind === kind.name && name in i.data && i.data[name] !== preset),
  )

test('no path has two owners, and every file lies in a folder of its room', () => {
  const folders = rooms.flatMap((room) => room.owns)
  assert.equal(new Set(folders).size, folders.length)
  for (const [name, documents] of fixtures) {
    const paths = renderAll(documents, sampleFacts).map((f) => f.path)
    assert.equal(new Set(paths).size, paths.length, name)
    for (const room of rooms)
      for (const file of room.render(documents, sampleFacts))
        assert.ok(room.owns.includes(file.path.split('/')[0] ?? ''), file.path)
  }
})

test('every line’s origin is a field that exists', () => {
  for (const [name, documents] of fixtures)
    for (const file of renderAll(documents, sampleFacts)) {
      if (file.origins) assert.equal(file.origins.length, file.content.trimEnd().split('\n').length, name)
      for (const origin of file.origins ?? []) {
        if (!origin) continue
        const item = documents[origin.area].items.find((i) => i.id === origin.item)
        const kind = kindOf(origin.area, item?.kind ?? '')
        assert.ok(kind && (!origin.field || origin.field in kind.schema.shape), `${name} ${file.path}`)
      }
    }
})

test('a room without items renders nothing; its first file asks for a start, its last for a stop', () => {
  assert.deepEqual(renderAll(noDocuments(), sampleFacts), [])
  for (const [, documents] of fixtures)
    for (const room of rooms) {
      const files = room.render(documents, sampleFacts)
      if (!files.length) continue
      assert.deepEqual(room.apply(files, files), [], 'nothing changed')
      const units = [...room.apply([], files), ...room.apply(files, [])].flatMap((s) =>
        'unit' in s ? [s.unit] : [],
      )
      assert.ok(units.every((u) => room.units.includes(u)))
      if (!room.units.length) continue // what no daemon reads may ask for nothing
      assert.notDeepEqual(room.apply([], files), [])
      assert.notDeepEqual(room.apply(files, []), [])
    }
})

const NASTY = {
  newline: 'a\nb',
  'carriage return': 'a\rb',
  quotes: `a"b'c"`,
  hash: 'a#b',
  semicolon: 'a;b',
  backtick: 'a`id`b',
  substitution: '$(id)',
  variable: `\${PATH}$HOME`,
  backslash: 'a\\n\\',
  parents: '../../etc/passwd',
  NUL: 'a\0b',
  long: 'a'.repeat(10_000),
  'right-to-left override': 'a\u202eb',
  'right-to-left mark': 'a\u200fb',
  'half a character': 'a\ud800b',
  space: 'a b',
}

/** HAProxy's and nginx's reading of a line, as far as they agree: words, double quotes, backslashes. */
function words(line: string): string[] {
  return [...line.matchAll(/(?:"((?:\\.|[^"\\])*)"|((?:\\.|[^\s"])+))/gu)].map((m) =>
    (m[1] ?? m[2] ?? '').replace(/\\(.)/gsu, '$1'),
  )
}

/** The text that a regular expression of keepalived's looks for; undefined in all other lines. */
const patternIn = (line: string): string | undefined =>
  /^ +regex "\(\?s\)\\\\AHTTP\/1\.\*\?\\r\\n\\r\\n\(\*SKIP\)\(\*FAIL\)\|(.*)"$/
    .exec(line)?.[1]
    ?.replace(/\\\\x([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

const linesOf = (files: readonly RenderedFile[]) => files.flatMap((f) => f.content.split('\n'))

function withValue(documents: Documents, room: Room, item: Item, name: string, value: string): Documents {
  const changed =
    name === 'label' ? { ...item, label: value } : { ...item, data: { ...item.data, [name]: value } }
  const document = documents[room.name]
  return {
    ...documents,
    [room.name]: { ...document, items: document.items.map((i) => (i === item ? changed : i)) },
  }
}

/** The same documents with plain text in that field, to compare with. */
function withHarmless(documents: Documents, room: Room, item: Item, name: string): Documents {
  const plain = ['/plain', 'plain'].map((value) => withValue(documents, room, item, name, value))
  return plain.find((d) => checkDocument(d[room.name]).length === 0) ?? documents
}

/** By its schema, or by a rule: what a text may hold can depend on another field. */
function refusals(documents: Documents, room: Room, item: Item, name: string): Problem[] {
  const problems = checkDocument(documents[room.name])
  return problems.length
    ? problems
    : verifyAll(documents, sampleFacts).filter(
        (p) => p.level === 'error' && p.path.item === item.id && p.path.field === name,
      )
}

/** 'refused' with a message, or 'literal': it stands as one whole word in its place and nothing else moved. */
function fate(
  documents: Documents,
  room: Room,
  item: Item,
  name: string,
  value: string,
): 'refused' | 'literal' {
  const changed = withValue(documents, room, item, name, value)
  const problems = refusals(changed, room, item, name)
  if (problems.length) {
    assert.ok(
      problems.every((p) => p.message.length > 10),
      'a refusal says why',
    )
    return 'refused'
  }
  // A value that is a whole file by itself is literal there; then only the digests of it may move elsewhere.
  const [plain, filled] = [withHarmless(documents, room, item, name), changed].map((d) =>
    renderAll(d, sampleFacts),
  )
  assert.ok(plain && filled)
  const whole = filled.find((f) => f.content === value)?.path
  const others = (files: readonly RenderedFile[]) =>
    linesOf(files.filter((f) => f.path !== whole)).map((line) => line.replace(/[0-9a-f]{32}/g, ''))
  const before = others(plain)
  const after = others(filled)
  assert.equal(after.length, before.length, 'no line was added')
  const moved = after.filter((line, i) => line !== before[i] && !line.includes('description'))
  for (const line of moved)
    assert.ok(words(line).includes(value) || patternIn(line) === value, `${line} does not hold ${value}`)
  return 'literal'
}

for (const [room, kind] of kinds) {
  for (const f of describeFields(kind.schema)) {
    test(`${room.name}, ${kind.name}.${f.name}: nasty text is refused or carried literally`, () => {
      let fates = 0
      for (const [, documents] of fixtures) {
        const item = documents[room.name].items.find((i) => i.kind === kind.name && !i.draft)
        if (!item) continue
        for (const nasty of Object.values(NASTY))
          for (const value of [nasty, `/${nasty}`, `x${nasty}`]) {
            fate(documents, room, item, f.name, value)
            fates++
          }
      }
      assert.ok(fates >= 3 * Object.keys(NASTY).length)
    })
  }
}

test('the guard itself sees both fates', () => {
  const quoting = fixtures.find(([name]) => name === 'layer7/quoting')?.[1]
  assert.ok(quoting)
  const service = quoting.layer7.items.find((i) => i.kind === 'virtual-service')
  const room = rooms.find((r) => r.name === 'layer7')
  assert.ok(service && room)
  for (const [name, literal] of [
    [
      'request',
      ['quotes', 'hash', 'semicolon', 'backtick', 'substitution', 'variable', 'backslash', 'parents'],
    ],
    [
      'response',
      [
        'quotes',
        'hash',
        'semicolon',
        'backtick',
        'substitution',
        'variable',
        'backslash',
        'parents',
        'space',
      ],
    ],
    ['label', []],
  ] as const)
    for (const [what, nasty] of Object.entries(NASTY))
      assert.equal(
        fate(quoting, room, service, name, `/${nasty}`),
        (literal as readonly string[]).includes(what) ? 'literal' : 'refused',
        `${name}: ${what}`,
      )
})

/** Source files below lib and agent, without tests. */
function sources(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name): [string, string] => [join(folder, name), readFileSync(join(folder, name), 'utf8')])
}

test('every error code is used, and says when it is', () => {
  const code = [...sources(LIB), ...sources(join(LIB, '..', 'agent'))]
    .filter(([path]) => !path.endsWith('errors.ts'))
    .map(([, text]) => text)
    .join('\n')
  for (const [name, finding] of Object.entries(ERRORS)) {
    assert.ok(code.includes(`'${name}'`), `${name} is used nowhere`)
    assert.match(finding.when, /^[A-Z0-9:].*\.$/, name)
  }
})

test('areas and model are pure: no clock, no chance, no environment, no machine', () => {
  const impure =
    /Date\.now|new Date\(|Math\.random|process\.|performance\.|from ['"]node:|from ['"](fs|net|http|os|react|next)/
  const read = [
    ...sources(join(LIB, 'areas')),
    ...sources(join(LIB, 'model')),
    ...sources(join(LIB, 'protocol')),
  ]
  assert.ok(read.length > 30)
  assert.deepEqual(
    read.filter(([, text]) => impure.test(text)).map(([path]) => path),
    [],
  )
})
