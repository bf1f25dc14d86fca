// Test of a directory: asked of the unit `login`, which has it as it is applied. Who tried whom is recorded, the password is not.
import { roomOf } from '../areas/index.ts'
import { type TestAnswer, type TestQuestion, testAnswer } from '../protocol/login.ts'
import { type Author, record } from './audit.ts'
import { db } from './db.ts'
import { askLogin } from './directory.ts'

const AREA = 'external-authentication'

/** How far it came, or in a whole sentence why nothing was tried. */
export async function testDirectory(
  author: Author,
  question: TestQuestion,
): Promise<TestAnswer | { error: string }> {
  const answer = await askLogin('/test', question, testAnswer).catch((fault: unknown) => {
    console.error('a test of a directory:', fault)
    return null
  })
  const result = answer?.outcome ?? 'not tried'
  await record(db(), author, {
    ...{ action: 'operate', area: AREA, item: question.directory, result },
    after: { title: `Test ${roomOf(AREA).title}`, user: question.user },
  })
  return answer ?? { error: NOT_ASKED }
}

const NOT_ASKED =
  'The login unit does not have this directory. Correct what is wrong with it, and see Commit changes whether it was applied.'
