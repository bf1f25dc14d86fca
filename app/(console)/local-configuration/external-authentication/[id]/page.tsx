// External Authentication - Modify Directory.
import { ItemPage } from '@/components/area/ItemPage'
import { requireUser } from '@/lib/server/page'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  await requireUser('settings')
  const { id } = await params
  return <ItemPage area="external-authentication" kind="directory" id={id} />
}
