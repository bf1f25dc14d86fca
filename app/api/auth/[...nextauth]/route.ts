// next-auth's own requests: the token against forged logins, and the login itself. The gate lets nothing else through.
import NextAuth from 'next-auth'
import { authOptions } from '@/lib/server/auth'

type Context = { params: Promise<{ nextauth: string[] }> }

// Any address or name of the machine is right: the web server in front has put the one that was asked for.
process.env.AUTH_TRUST_HOST ??= '1'

const handler = (request: Request, context: Context): Promise<Response> =>
  NextAuth(authOptions())(request, context)

export { handler as GET, handler as POST }
