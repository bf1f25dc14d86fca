// api/v1/...: the API for scripts, by token alone; what there is stands in lib/protocol/v1.ts.
import { answer } from '@/lib/server/api/answer'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ path: string[] }> }

const handle = async (request: Request, { params }: Context): Promise<Response> =>
  answer(request, (await params).path)

export { handle as DELETE, handle as GET, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT }
