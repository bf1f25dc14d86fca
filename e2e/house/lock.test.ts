// House guard: the lock file names every optional package of every platform, or `npm ci` refuses it on a fresh machine.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

interface Locked {
  optionalDependencies?: Record<string, string>
}
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, Locked>
}

/** Where Node would look for it: beside, then in each folder above. */
function isLocked(name: string, from: string): boolean {
  if (packages[`${from}${from && '/'}node_modules/${name}`]) return true
  return from !== '' && isLocked(name, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))))
}

test('the lock file is whole', () => {
  const asked = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ name, from })),
  )
  assert.ok(asked.length > 20, 'read no optional packages')
  assert.deepEqual(
    asked.filter(({ name, from }) => !isLocked(name, from)),
    [],
  )
})
