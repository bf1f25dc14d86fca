// Two builds in one checkout wait for each other.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sleep } from './tools.ts'
import { inTurn } from './turn.ts'

test('the second begins when the first has ended, also when that failed, and says that it waits', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'turn-'))
  const lock = join(folder, 'lock')
  const said: string[] = []
  const work = (name: string, fails = false) =>
    inTurn(
      lock,
      () => said.push(`${name} waits`),
      async () => {
        said.push(`${name} begins`)
        await sleep(150)
        said.push(`${name} ends`)
        if (fails) throw new Error('as it should')
      },
    )
  await Promise.allSettled([work('one', true), work('two')])
  assert.deepEqual(said, ['two waits', 'one begins', 'one ends', 'two begins', 'two ends'])
  rmSync(folder, { recursive: true })
})

test('a lock of a process that has ended holds nobody up', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'turn-'))
  writeFileSync(join(folder, 'lock'), '4194304 1\n')
  assert.equal(await inTurn(join(folder, 'lock'), assert.fail, async () => 'done'), 'done')
  rmSync(folder, { recursive: true })
})
