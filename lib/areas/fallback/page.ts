// The page itself: what it is until somebody writes another, and where the web server finds it.
import { z } from 'zod'
import type { Documents } from '../../model/document.ts'
import { digestOf } from '../../model/document.ts'
import { field } from '../../model/fields.ts'
import { itemsOf, type Kind } from '../define.ts'

/** In bytes. */
export const LARGEST_PAGE = 512 * 1024

const TITLE = 'The page is temporarily unavailable'

/** It says nothing about the appliance: strangers read it. */
export const DEFAULT_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>${TITLE}</title>
    <style>
      body { margin: 15vh auto; max-width: 36rem; padding: 0 1rem; font-family: sans-serif; }
    </style>
  </head>
  <body>
    <h1>${TITLE}</h1>
    <p>The page you are looking for is temporarily unavailable. Please try again later.</p>
  </body>
</html>
`

/** Any HTML there is; only what no text file can carry is refused. */
const html = () =>
  z
    .string()
    .refine((t) => t.trim() !== '', 'Write a page. An empty one tells visitors nothing.')
    .refine((t) => !/[\0\p{Cs}]/u.test(t), 'Contains NUL or half a character. Paste it again.')
    .refine(
      (t) => new TextEncoder().encode(t).length <= LARGEST_PAGE,
      `At most ${LARGEST_PAGE / 1024} kB. Keep pictures elsewhere, or make them smaller.`,
    )

export const page = {
  name: 'page',
  title: 'Fallback Page',
  parent: null,
  schema: z.strictObject({
    html: field(html().default(DEFAULT_PAGE), {
      label: 'HTML',
      help: 'The whole page, which is served exactly as it stands here. Everything in it, styles and pictures too, must be in it or come from elsewhere.',
      kind: 'text',
      section: 'Fallback Page',
    }),
  }),
} satisfies Kind

/** The page as it is to be served. */
export const pageIn = (documents: Documents): string =>
  itemsOf(documents.fallback, page)[0]?.html ?? DEFAULT_PAGE

/** Its place below the web server's own folder. It bears its digest, so that each configuration serves its own page to the byte. */
export const placeOf = (html: string): string => `pages/${digestOf(html)}.html`

/** The digest of the page that a configuration serves; null in one of an older release. */
export const pageDigestIn = (config: string): string | null =>
  /alias pages\/([0-9a-f]{32})\.html;/.exec(config)?.[1] ?? null
