// Layer 7 - Add a new Virtual Service.
import { ItemPage } from '@/components/area/ItemPage'

export default function Page() {
  return <ItemPage area="layer7" kind="virtual-service" />
}
