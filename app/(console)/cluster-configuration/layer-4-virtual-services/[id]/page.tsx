// Layer 4 - Modify Virtual Service.
import { ItemPage } from '@/components/area/ItemPage'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return <ItemPage area="layer4" kind="virtual-service" id={id} />
}
