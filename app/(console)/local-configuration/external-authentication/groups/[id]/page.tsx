// External Authentication - Modify Directory Group.
import { ItemPage } from '@/components/area/ItemPage'
import { requireUser } from '@/lib/server/page'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  await requireUser('settings')
  const { id } = await params
  return <ItemPage area="external-authentication" kind="group-map" id={id} />
}
