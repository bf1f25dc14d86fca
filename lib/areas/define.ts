// What every room has: the shape of an area's rules.
import type { z } from 'zod'
import type { AreaName, Document, Documents, Item } from '../model/document.ts'
import type { Facts } from '../model/facts.ts'
import type { RenderedFile } from '../model/file.ts'
import type { Difference, Raw, Row } from '../model/observed.ts'
import type { Path, Problem } from '../model/problem.ts'
import { remembered } from '../model/remembered.ts'
import type { Step, UnitName } from '../model/step.ts'
import type { About } from './about.ts'

/** One kind of item. Its schema has all fields, `label` first where people name the thing. */
export interface Kind {
  name: string
  /** As the guides write it: Virtual Service, Real Server. */
  title: string
  /** Kind of its parent, or null at the top of the area. */
  parent: string | null
  schema: z.ZodObject
  /** Defaults that depend on other fields; called once, when an item is made. */
  presets?: (values: Record<string, unknown>) => Record<string, unknown>
  /** Names of fields that are not offered below a parent with these values. A value stored before stays. */
  without?: (parent: Record<string, unknown>) => readonly string[]
}

/** A rule that must hold between fields, items or areas. It collects, it does not throw. */
export type Rule = (documents: Documents, facts: Facts) => Problem[]

export interface Observation {
  rows: Row[]
  differences: Difference[]
}

export interface Room extends About {
  version: number
  /** Its document lives beside the generations: it is set by an operation of its own, and no commit or roll-back touches it. */
  apart?: true
  kinds: readonly Kind[]
  units: readonly UnitName[]
  /** First folders of the files it renders; no two rooms share one. */
  owns: readonly string[]
  /** Lifts a document of an older version to this one. */
  upgrade: (document: Document) => Document
  verify: readonly Rule[]
  render: (documents: Documents, facts: Facts) => RenderedFile[]
  /** What follows from the change of its files, without the steps every commit has. */
  apply: (before: readonly RenderedFile[], after: readonly RenderedFile[]) => Step[]
  /** Rows and differences from the applied documents, the files rendered from them and the raw answers. */
  observe: (documents: Documents, files: readonly RenderedFile[], raw: Raw) => Observation
}

/** An item with its fields typed: the data and the label in one, beside `item`. */
export type Typed<S extends z.ZodType> = z.output<S> & { item: Item }

/** The document's items of one kind, in order, typed. Draft items are left out, with all below them. Throws where `check` would have found a problem. */
export function itemsOf<S extends z.ZodObject>(
  document: Document,
  kind: Kind & { schema: S },
  parent?: string,
): Typed<S>[] {
  const drafts = new Set(document.items.filter((i) => i.draft).map((i) => i.id))
  return document.items
    .filter(
      (i) =>
        i.kind === kind.name &&
        !drafts.has(i.id) &&
        !drafts.has(i.parent) &&
        (parent === undefined || i.parent === parent),
    )
    .sort((a, b) => a.position - b.position)
    .map((item) => typed(item, kind))
}

function typed<S extends z.ZodObject>(item: Item, kind: Kind & { schema: S }): Typed<S> {
  const result = parsed(item, kind)
  if (!result.success) throw result.error
  return result.data as Typed<S>
}

const parsedItem = remembered<Item, z.ZodSafeParseResult<Record<string, unknown>>>()

/** An item's fields by its kind's schema, with the item beside them: parsed once, as nobody changes an item that is there. */
export const parsed = (item: Item, kind: Kind): z.ZodSafeParseResult<Record<string, unknown>> =>
  parsedItem(item, [kind], () => {
    const result = kind.schema.safeParse(valuesOf(item, kind))
    return result.success ? { success: true, data: { ...result.data, item } } : result
  })

/** What the kind's schema sees of an item. */
export const valuesOf = (item: Item, kind: Kind): Record<string, unknown> =>
  'label' in kind.schema.shape ? { label: item.label, ...item.data } : item.data

/** One reload where files of the unit changed, a stop where none are left. The `apply` of rooms with a daemon. */
export const reloadOnChange =
  (unit: UnitName) =>
  (before: readonly RenderedFile[], after: readonly RenderedFile[]): Step[] => {
    const changed =
      before.length !== after.length ||
      after.some((f) => !before.some((b) => b.path === f.path && b.content === f.content))
    if (!changed) return []
    return after.length
      ? [
          { do: 'check', unit },
          { do: 'reload', unit },
        ]
      : [{ do: 'stop', unit }]
  }

export const at = (area: AreaName, item?: string, fieldName?: string): Path => ({
  area,
  ...(item === undefined ? {} : { item }),
  ...(fieldName === undefined ? {} : { field: fieldName }),
})
