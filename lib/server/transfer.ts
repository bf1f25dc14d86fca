// Export and import of the whole configuration as one JSON file: strict, and never half applied.
import { z } from 'zod'
import { checkDocument } from '../areas/check.ts'
import { kindOf, roomOf } from '../areas/index.ts'
import { AREAS, type AreaName, type Document, type Item } from '../model/document.ts'
import { describeFields, isKept } from '../model/fields.ts'
import type { ActionResult } from '../protocol/console.ts'
import {
  EXPORT_FORMAT,
  type Exported,
  exported,
  type FileProblem,
  type ImportView,
} from '../protocol/history.ts'
import type { Author } from './audit.ts'
import { desiredDocuments } from './documents.ts'
import { applianceName } from './events.ts'
import { version } from './places.ts'
import { placed, replaceAs, replaceable, replacementOf } from './replacement.ts'

/** What is saved, waiting changes included; without copies that nobody updated yet, drains and secrets. */
export async function exportAll(): Promise<Exported> {
  const desired = await desiredDocuments()
  return {
    product: 'Fulcrum',
    format: EXPORT_FORMAT,
    release: version(),
    at: new Date().toISOString(),
    appliance: applianceName(),
    documents: replaceable.map((area) => withoutSecrets(desired[area])),
  }
}

/** Documents hold no secret itself; what names one on this appliance means nothing on another. */
const withoutSecrets = (doc: Document): Document => ({
  ...doc,
  items: doc.items.map((item) => {
    const secrets = secretFields(doc.area, item)
    return {
      ...item,
      data: Object.fromEntries(Object.entries(item.data).filter(([k]) => !secrets.includes(k))),
    }
  }),
})

function secretFields(area: AreaName, item: Item): readonly string[] {
  const kind = kindOf(area, item.kind)
  return kind ? describeFields(kind.schema).flatMap((f) => (isKept(f) ? f.name : [])) : []
}

type Read = { documents: Document[]; origin: ImportView['origin'] } | { refusal: FileProblem[] }

/** What an import of the file's content would do, or every reason why it is refused. Throws `AgentAway`. */
export async function importPlan(content: unknown): Promise<ImportView> {
  const read = readFile(content)
  if ('refusal' in read) return { refused: read.refusal, replacement: null, origin: null }
  const replacement = await replacementOf(await withSecretsHere(read.documents))
  return { refused: [], replacement, origin: read.origin }
}

/** Takes the file as it was shown. */
export async function importAll(
  author: Author,
  content: unknown,
  seen: string,
): Promise<ActionResult<{ job: string | null }>> {
  const read = readFile(content)
  if ('refusal' in read) return { ok: false, message: `Not imported. ${read.refusal[0]?.message ?? ''}` }
  const deed = { title: 'Import a configuration', action: 'import', no: 'Not imported' } as const
  return replaceAs(author, deed, await withSecretsHere(read.documents), seen)
}

/** A secret that an item has on this appliance stays with it; one that a file names is none of its items'. */
async function withSecretsHere(documents: readonly Document[]): Promise<Document[]> {
  const desired = await desiredDocuments()
  return documents.map(withoutSecrets).map((doc) => {
    const here = new Map(desired[doc.area].items.map((i) => [i.id, i]))
    const secretsOf = (item: Item) =>
      secretFields(doc.area, item).flatMap((name): [string, unknown][] => {
        const value = here.get(item.id)?.data[name]
        return value === undefined ? [] : [[name, value]]
      })
    return {
      ...doc,
      items: doc.items.map((i) => ({ ...i, data: { ...i.data, ...Object.fromEntries(secretsOf(i)) } })),
    }
  })
}

const refused = (message: string, where = ''): Read => ({ refusal: [{ where, message, level: 'error' }] })

/** Strict: whatever this release does not know is refused, with a whole sentence. */
function readFile(content: unknown): Read {
  const head = z
    .looseObject({ product: z.unknown(), format: z.unknown(), documents: z.unknown() })
    .safeParse(content)
  if (!head.success || head.data.product !== 'Fulcrum')
    return refused('This is no file that Fulcrum exported.')
  if (head.data.format !== EXPORT_FORMAT)
    return refused(
      `The file has format ${String(head.data.format)}; this release reads format ${EXPORT_FORMAT} only. Update Fulcrum first.`,
    )
  const areas = z.array(z.looseObject({ area: z.string() })).safeParse(head.data.documents)
  if (!areas.success) return refused('The file holds no list of areas.')
  const names = areas.data.map((d) => d.area)
  const unknown = names.find((name) => !replaceable.some((area) => area === name))
  if (unknown !== undefined)
    return refused(`The file has the area ${unknown}, which this release does not import.`)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) return refused(`The file has the area ${twice} twice.`)
  const whole = exported.safeParse(content)
  return whole.success ? readDocuments(whole.data) : { refusal: malformed(whole.error, head.data.documents) }
}

function readDocuments(file: Exported): Read {
  const newer = file.documents.find((d) => d.version > roomOf(d.area).version)
  if (newer)
    return refused(
      `The settings of ${roomOf(newer.area).title} are of version ${newer.version}; this release knows version ${roomOf(newer.area).version}. Update Fulcrum first.`,
    )
  const documents = file.documents.map((d) => roomOf(d.area).upgrade(d))
  const problems = [
    ...documents.flatMap(checkDocument).map((p) => placed(p, documents)),
    ...badIds(documents),
  ]
  if (problems.length) return { refusal: problems }
  const { release, at, appliance } = file
  return { documents, origin: { release, at, appliance } }
}

/** Ids are unique over all areas, and none is an area's own. */
function badIds(documents: readonly Document[]): FileProblem[] {
  const seen = new Set<string>(AREAS)
  return documents.flatMap((doc) => {
    const own = new Set(doc.items.map((i) => i.id))
    const bad = [...own].filter((id) => seen.has(id))
    for (const id of own) seen.add(id)
    return bad.map((id) => ({
      where: roomOf(doc.area).title,
      message: `The id ${id} is used twice.`,
      level: 'error' as const,
    }))
  })
}

/** What is wrong with the file's shape, each at the item it stands in. */
function malformed(error: z.ZodError, documents: unknown): FileProblem[] {
  const shape = z.array(z.looseObject({ area: z.string(), items: z.array(z.unknown()).catch([]) })).catch([])
  const areas = shape.parse(documents)
  return error.issues.slice(0, 50).map((issue) => {
    const [first, place, , index, ...rest] = issue.path
    const doc = first === 'documents' && typeof place === 'number' ? areas[place] : undefined
    const label = z.looseObject({ label: z.string() }).safeParse(doc?.items[Number(index)])
    const names = [doc?.area ?? first, label.data?.label, ...rest].filter((n) => n !== undefined)
    return { where: names.map(String).join(', '), message: `${issue.message}.`, level: 'error' as const }
  })
}
