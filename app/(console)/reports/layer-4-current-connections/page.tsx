// Reports > Layer 4 Current Connections.
import { Connections } from '@/components/layer4/Connections'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('look')
  return <Connections />
}
