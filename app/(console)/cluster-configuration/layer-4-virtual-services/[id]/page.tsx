// Layer 4 - Modify Virtual Service.
import { ItemPage } from '@/components/area/ItemPage'
import { requireUser } from '@/lib/server/page'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  await requireUser('settings')
  const { id } = await params
  return <ItemPage area="layer4" kind="virtual-service" id={id} />
}
