// Tests: starts a random walk in a network namespace of its own, where it may take addresses and ports as it likes.
import { once } from 'node:events'
import { makeNamespace } from './namespace.ts'
import { HEALTHY, NETWORK } from './walk/values.ts'

/** Shows what the walk prints as it goes. Answers whether it held, and all it printed. */
export async function walkInNamespace(
  steps: number,
  seed?: string,
): Promise<{ held: boolean; printed: string }> {
  const namespace = makeNamespace(`fulcrum-walk-${process.pid}`, NETWORK)
  try {
    for (const address of HEALTHY.slice(1)) namespace.run('ip', 'addr', 'add', `${address}/24`, 'dev', 'lan')
    const file = new URL('./walk-process.ts', import.meta.url).pathname
    const args = [String(steps), ...(seed === undefined ? [] : [seed])]
    const walk = namespace.start([process.execPath, '--import', 'tsx', file, ...args])
    let printed = ''
    walk.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      process.stdout.write(text)
    })
    const [code] = await once(walk, 'close')
    return { held: code === 0, printed }
  } finally {
    namespace.remove()
  }
}
