// Cluster Configuration > Layer 4 – Real Servers.
import { ServerList } from '@/components/area/ServerList'

export default function Page() {
  return <ServerList area="layer4" />
}
