// Every pair of ink and paper in app/tokens.css can be read, light and dark, and lamps differ for a deuteranope too.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

type Rgb = readonly [number, number, number]
const THEMES = ['light', 'dark'] as const
type Theme = (typeof THEMES)[number]

const css = readFileSync(new URL('../app/tokens.css', import.meta.url), 'utf8')
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
    name ?? '',
    { light: light ?? '', dark: dark ?? '' },
  ]),
)

function colour(name: string, theme: Theme): Rgb {
  const hex = tokens.get(name)?.[theme]
  assert.ok(hex, `no token ${name}`)
  const part = (at: number) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255)
  return [part(1), part(3), part(5)]
}

const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b

/** As WCAG 2 defines it, 1 to 21. */
function ratio(ink: string, paper: string, theme: Theme): number {
  const [a, b] = [luminance(colour(ink, theme)), luminance(colour(paper, theme))]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const PAPERS = ['surface', 'raised', 'sunken', 'overlay', 'hover']
const HUES = ['ok', 'warn', 'fail', 'offline']
const WORDS = 4.5
const SHAPES = 3

const PAIRS: [ink: string, papers: string[], goal: number][] = [
  ...['text', 'muted', 'accent'].map((ink): [string, string[], number] => [
    ink,
    [...PAPERS, 'accent-soft'],
    WORDS,
  ]),
  ...HUES.map((hue): [string, string[], number] => [hue, [...PAPERS, 'accent-soft', `${hue}-soft`], WORDS]),
  ['text', HUES.map((hue) => `${hue}-soft`), WORDS],
  ['muted', ['ok-soft', 'fail-soft', 'line'], WORDS],
  ['on-accent', ['accent-solid', 'accent-solid-hover'], WORDS],
  ['on-fail', ['fail-solid'], WORDS],
  ['line-strong', PAPERS, SHAPES],
  ['focus', [...PAPERS, 'accent-soft'], SHAPES],
  ['accent-solid', ['surface', 'raised'], SHAPES],
  ...[...HUES, 'unknown'].map((hue): [string, string[], number] => [
    `${hue}-lamp`,
    [...PAPERS, 'accent-soft'],
    SHAPES,
  ]),
  ...HUES.map((hue): [string, string[], number] => ['knock', [`${hue}-lamp`], SHAPES]),
]

for (const theme of THEMES)
  test(`${theme}: words reach ${WORDS}, shapes and borders ${SHAPES}`, () => {
    const low = PAIRS.flatMap(([ink, papers, goal]) =>
      papers.filter((paper) => ratio(ink, paper, theme) < goal).map((paper) => `${ink} on ${paper}`),
    )
    assert.deepEqual(low, [])
  })

/** Machado 2009, severity 1, on linear light. */
const DEUTERANOPIA = [
  [0.367322, 0.860646, -0.227968],
  [0.280085, 0.672501, 0.047413],
  [-0.01182, 0.04294, 0.968881],
] as const

/** Dot product. */
const dot = (row: readonly [number, number, number], c: Rgb): number =>
  row[0] * c[0] + row[1] * c[1] + row[2] * c[2]

const seenBy = (c: Rgb): Rgb => {
  const [r, g, b] = DEUTERANOPIA.map((row) => Math.min(1, Math.max(0, dot(row, c))))
  return [r ?? 0, g ?? 0, b ?? 0]
}

function oklab(c: Rgb): Rgb {
  const l = Math.cbrt(dot([0.4122214708, 0.5363325363, 0.0514459929], c))
  const m = Math.cbrt(dot([0.2119034982, 0.6806995451, 0.1073969566], c))
  const s = Math.cbrt(dot([0.0883024619, 0.2817188376, 0.6299787005], c))
  return [
    dot([0.2104542553, 0.793617785, -0.0040720468], [l, m, s]),
    dot([1.9779984951, -2.428592205, 0.4505937099], [l, m, s]),
    dot([0.0259040371, 0.7827717662, -0.808675766], [l, m, s]),
  ]
}

const apart = (a: string, b: string, theme: Theme): number => {
  const [x, y] = [oklab(seenBy(colour(a, theme))), oklab(seenBy(colour(b, theme)))]
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2])
}

for (const theme of THEMES)
  test(`${theme}: a deuteranope tells every two lamps apart by their colour alone`, () => {
    const lamps = [...HUES, 'unknown'].map((hue) => `${hue}-lamp`)
    const close = lamps.flatMap((a, i) =>
      lamps
        .slice(i + 1)
        .filter((b) => apart(a, b, theme) < 0.1)
        .map((b) => `${a} and ${b}`),
    )
    assert.deepEqual(close, [])
  })
