// Cluster Configuration > Layer 4 – Real Servers.
import { ServerList } from '@/components/area/ServerList'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('settings')
  return <ServerList area="layer4" />
}
