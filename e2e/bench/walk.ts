// npm run bench:walk [-- steps [seed]]: a random walk of valid edits, commits, drains, halts and onlines under load; nothing may differ from what was meant, and no request may be lost.
import { walkInNamespace } from '../../agent/testing/walk.ts'

const [steps = '2000', seed] = process.argv.slice(2)
const begun = Date.now()
const { held } = await walkInNamespace(Number(steps), seed)
console.log(
  `\n${steps} steps in ${Math.round((Date.now() - begun) / 1000)} s: ${held ? 'all as meant' : 'FAILED'}`,
)
process.exit(held ? 0 : 1)
