// External Authentication - Add a new Directory.
import { ItemPage } from '@/components/area/ItemPage'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('configure')
  return <ItemPage area="external-authentication" kind="directory" />
}
