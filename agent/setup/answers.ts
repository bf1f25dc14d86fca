// Whether the console answers through the front: what `npm start` waits for.
import { request } from 'node:https'
import { isIPv6, isWildcard } from '../../lib/model/address.ts'

/** True when the login page comes back from the address (a wildcard is asked on loopback). Never rejects. */
export function answers(address: string, port: number): Promise<boolean> {
  const loopback = isIPv6(address) ? '::1' : '127.0.0.1'
  const host = isWildcard(address) ? loopback : address
  return new Promise((resolve) => {
    // The certificate is our own and self-signed; nothing secret is sent.
    const options = { host, port, path: '/lbadmin/login', rejectUnauthorized: false, timeout: 5000 }
    const asked = request(options, (response) => resolve(response.resume().statusCode === 200))
    asked.on('error', () => resolve(false)).on('timeout', () => asked.destroy())
    asked.end()
  })
}
