// Tests: web servers and a client of 100 requests a second, in a process of its own: `traffic.mjs <url> <address>...`. Prints what failed when its input ends.
import { load, webServer } from './traffic.ts'

const [url = '', ...addresses] = process.argv.slice(2)
const servers = await Promise.all(addresses.map((address) => webServer(address, 8000, address)))
process.stdin.once('data', () => {
  const running = load(url)
  process.stdin.on('end', async () => {
    await running.end()
    await Promise.all(servers.map((s) => s.close()))
    process.stdout.write(JSON.stringify({ sent: running.sent(), failures: running.failures() }))
  })
})
