// Layer 4 - Add a new Virtual Service.
import { ItemPage } from '@/components/area/ItemPage'

export default function Page() {
  return <ItemPage area="layer4" kind="virtual-service" />
}
