// *Would you like to run the Setup Wizard?* Asked until somebody answers, once for the appliance, kept over restarts.
import { type Author, record } from './audit.ts'
import { publish } from './bus.ts'
import { db, transaction } from './db.ts'
import { type Caller, may } from './session.ts'
import { shared } from './shared.ts'

const QUESTION = 'wizard'
const answered = () => shared('wizard answered', () => ({ yes: false }))

/** As the console starts: whether it was answered before. */
export async function readWizardAnswer(): Promise<void> {
  answered().yes = (await db().answer.count({ where: { question: QUESTION } })) > 0
}

/** Whether this person is asked: only who may do what the wizard does. */
export const asksWizard = (caller: Caller): boolean => !answered().yes && may(caller, 'configure')

/** Either answer ends the question, for everybody and on every open page. The first one counts. */
export async function answerWizard(author: Author, answer: 'accept' | 'dismiss'): Promise<void> {
  await transaction(async (tx) => {
    if ((await tx.answer.count({ where: { question: QUESTION } })) > 0) return
    await tx.answer.create({ data: { question: QUESTION, answer, by: author.user, at: new Date() } })
    await record(tx, author, { action: 'wizard', after: answer })
  })
  answered().yes = true
  publish({ type: 'wizard' })
}
