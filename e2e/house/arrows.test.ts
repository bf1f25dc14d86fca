// House guard: the arrows of the design between the parts of the house, checked over every import of every file.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'

interface Arrow {
  name: string
  /** Files it speaks of, by path. Tests may import what they test with, unless the arrow says otherwise. */
  from: RegExp
  /** What they may import, by path from the root or by package; everything else is a breach. */
  may?: RegExp
  /** What they must not import. */
  never?: RegExp
  /** Imports of types only leave nothing behind, and are let through. */
  typesPass?: boolean
}

const ARROWS: readonly Arrow[] = [
  { name: 'ui-never-imports-agent', from: /^(app|components|lib)\//, never: /^agent\// },
  {
    name: 'components-know-no-server',
    from: /^components\/(?!.*\.test\.tsx?$)/,
    never: /^(app|prisma|e2e)\/|^lib\/server\/|^server-only$|^node:|^(@prisma|next-auth\/(?!react))/,
  },
  {
    name: 'app-asks-the-server-side',
    from: /^app\//,
    never: /^(prisma|e2e)\/|^@prisma\/|^node:(fs|net|child_process|http)/,
  },
  {
    name: 'the-server-side-knows-no-page',
    from: /^lib\/server\/(?!.*\.test\.ts$)/,
    never: /^(app|components|e2e)\/|^(react|react-dom)(\/|$)/,
  },
  {
    name: 'rooms-are-pure',
    from: /^lib\/(areas|protocol)\/(?!.*\.test\.ts$)/,
    may: /^lib\/(areas|model|protocol)\/|^zod$/,
  },
  {
    name: 'the-model-stands-below-the-rooms',
    from: /^lib\/model\/(?!.*\.test\.ts$)/,
    may: /^lib\/model\/|^zod$|^ipaddr\.js$|^@noble\/hashes\//,
  },
  {
    // It runs where there is no appliance: all it has is the API.
    name: 'the-command-only-talks',
    from: /^lib\/cli\/(?!.*\.test\.ts$)/,
    never: /^(app|components|agent|prisma|e2e)\/|^lib\/(server|areas)\/|^node:(child_process|net|dgram)$/,
  },
  {
    name: 'agent-stays-small',
    from: /^agent\/(?!setup\/|.*\.test\.ts$)/,
    never: /^(app|components|prisma|e2e)\/|^lib\/server\/|^(next|react|react-dom|@prisma\/.*|prisma)(\/|$)/,
  },
  {
    name: 'only-verbs-touch-the-machine',
    from: /^agent\/(?!verbs\/|setup\/|checks\/|sender\/|login\/|testing\/|.*\.test\.ts$)/,
    never: /^node:(child_process|net|tls|dgram|https)$/,
  },
  {
    // The agent's own tree and its own socket are not the machine: these files keep them, and no others.
    name: 'few-files-keep-the-agents-own-tree',
    from: /^agent\/(?!verbs\/|setup\/|checks\/|sender\/|login\/|testing\/|.*\.test\.ts$|(generations|lock|main|places|server)\.ts$)/,
    never: /^node:(fs|fs\/promises|http)$/,
    typesPass: true,
  },
]

interface Source {
  path: string
  text: string
}

const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s(type\s)?(?:[^'"`;]*?\sfrom\s)?\s*['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/gm

/** Every import of a file: by path from the root (extension or not), or by the package's name. */
function importsOf({ path, text }: Source): { target: string; type: boolean }[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const written = match[2] ?? match[3] ?? ''
    const target = written.startsWith('@/')
      ? written.slice(2)
      : written.startsWith('.')
        ? normalize(join(dirname(path), written))
        : written
    return { target, type: match[1] !== undefined }
  })
}

const breaches = (arrow: Arrow, sources: readonly Source[]): string[] =>
  sources
    .filter((source) => arrow.from.test(source.path))
    .flatMap((source) =>
      importsOf(source)
        .filter(({ type }) => !(type && arrow.typesPass))
        .filter(({ target }) => arrow.never?.test(target) || (arrow.may && !arrow.may.test(target)))
        .map(({ target }) => `${source.path} imports ${target}`),
    )

const ROOT = join(import.meta.dirname, '..', '..')
const PARTS = ['app', 'components', 'lib', 'agent', 'e2e', 'prisma']

const sources: Source[] = PARTS.flatMap((part) =>
  readdirSync(join(ROOT, part), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|mjs)$/.test(name) && !/(^|\/)(generated|node_modules|\.next)\//.test(name))
    .map((name) => ({ path: join(part, name), text: readFileSync(join(ROOT, part, name), 'utf8') })),
)

for (const arrow of ARROWS)
  test(arrow.name, () => {
    const spoken = sources.filter((source) => arrow.from.test(source.path))
    assert.ok(spoken.length > 3, `it read ${spoken.length} files and would prove nothing`)
    assert.ok(
      spoken.some((source) => importsOf(source).length > 0),
      'it saw no import',
    )
    assert.deepEqual(breaches(arrow, sources), [])
  })

/** Each is a breach of these arrows and of no others. */
const PLANTED: [path: string, text: string, ...arrows: string[]][] = [
  ['components/ui/X.tsx', "import { x } from '../../agent/main.ts'", 'ui-never-imports-agent'],
  ['app/page.tsx', "import x from '@/agent/main'", 'ui-never-imports-agent'],
  ['components/ui/X.tsx', "import { db } from '@/lib/server/db'", 'components-know-no-server'],
  ['components/X.tsx', "import 'server-only'", 'components-know-no-server'],
  ['components/X.tsx', "const fs = await import('node:fs')", 'components-know-no-server'],
  ['app/page.tsx', "import { PrismaClient } from '@prisma/client'", 'app-asks-the-server-side'],
  ['lib/server/db.ts', "export * from '../../components/ui/X.tsx'", 'the-server-side-knows-no-page'],
  ['lib/areas/layer7/render.ts', "import { readFileSync } from 'node:fs'", 'rooms-are-pure'],
  ['lib/areas/layer7/render.ts', "import {\n  a,\n  b,\n} from '../../server/db.ts'", 'rooms-are-pure'],
  ['lib/protocol/messages.ts', "import ipaddr from 'ipaddr.js'", 'rooms-are-pure'],
  ['lib/model/facts.ts', "import { rooms } from '../areas/index.ts'", 'the-model-stands-below-the-rooms'],
  ['lib/model/facts.ts', "import { useMemo } from 'react'", 'the-model-stands-below-the-rooms'],
  ['lib/cli/main.ts', "import { rooms } from '../areas/index.ts'", 'the-command-only-talks'],
  ['agent/verbs/files.ts', "import { db } from '../../lib/server/db.ts'", 'agent-stays-small'],
  ['agent/watch.ts', "import type { X } from 'next/server'", 'agent-stays-small'],
  ['agent/apply.ts', "import { spawn } from 'node:child_process'", 'only-verbs-touch-the-machine'],
  ['agent/apply.ts', "import { rmSync } from 'node:fs'", 'few-files-keep-the-agents-own-tree'],
]

/** None is a breach. */
const ALLOWED: [path: string, text: string][] = [
  ['components/X.tsx', "import { kindOf } from '../lib/areas/index.ts'"],
  ['lib/areas/layer7/schema.ts', "import { z } from 'zod'\nimport { port } from '../../model/address.ts'"],
  ['lib/areas/areas.test.ts', "import { readFileSync } from 'node:fs'"],
  ['lib/model/document.ts', "import { sha256 } from '@noble/hashes/sha2.js'"],
  ['lib/cli/connection.ts', "import { request } from 'node:https'"],
  ['agent/verbs/files.ts', "import { writeFileSync } from 'node:fs'"],
  ['agent/apply.ts', "import { planCommit } from '../lib/areas/plan.ts'"],
  ['agent/watch.ts', "import type { Server } from 'node:http'"],
  ['app/page.tsx', "import { page } from '@/lib/server/page'"],
]

const caught = (path: string, text: string): string[] =>
  ARROWS.filter((arrow) => breaches(arrow, [{ path, text }]).length > 0).map((arrow) => arrow.name)

test('each arrow catches what is planted against it, and nothing else does', () => {
  for (const [path, text, ...names] of PLANTED)
    assert.deepEqual(caught(path, text), names, `${path}: ${text}`)
  for (const [path, text] of ALLOWED) assert.deepEqual(caught(path, text), [], `${path}: ${text}`)
  const proven = new Set(PLANTED.flatMap(([, , ...names]) => names))
  assert.deepEqual(
    ARROWS.map((a) => a.name).filter((name) => !proven.has(name)),
    [],
  )
})
