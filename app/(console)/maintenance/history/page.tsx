// Maintenance > History.
import { History } from '@/components/history/History'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('settings')
  return <History />
}
