// Layer 4 Add a new Real Server, below `?service=`.
import { ItemPage } from '@/components/area/ItemPage'
import { requireUser } from '@/lib/server/page'

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ service?: string | string[] }>
}) {
  await requireUser('configure')
  const { service } = await searchParams
  return <ItemPage area="layer4" kind="real-server" parent={String(service ?? '')} />
}
