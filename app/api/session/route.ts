// GET api/session: 204 while the session lives; the gate answers 401 otherwise. The web server in front asks it.
export const dynamic = 'force-dynamic'

export const GET = (): Response => new Response(null, { status: 204 })
