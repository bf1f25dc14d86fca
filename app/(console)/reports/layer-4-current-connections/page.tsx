// Reports > Layer 4 Current Connections.
import { Connections } from '@/components/layer4/Connections'

export default function Page() {
  return <Connections />
}
