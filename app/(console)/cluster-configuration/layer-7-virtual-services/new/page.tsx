// Layer 7 - Add a new Virtual Service.
import { ItemPage } from '@/components/area/ItemPage'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('configure')
  return <ItemPage area="layer7" kind="virtual-service" />
}
