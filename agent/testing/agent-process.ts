// Tests: an agent in a process of its own, which can be told to kill itself after a step: `agent.mjs [index]`.
import { placesFrom } from '../places.ts'
import { startAgent } from '../start.ts'

const last = process.argv[2] === undefined ? null : Number(process.argv[2])

await startAgent({
  places: placesFrom(process.env),
  every: 300,
  patience: Number(process.env.FULCRUM_PATIENCE ?? 4000),
  afterStep: (_, index) => {
    if (index === last) process.kill(process.pid, 'SIGKILL')
  },
})
process.stdout.write('ready\n')
