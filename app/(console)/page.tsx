// System Overview.
import { Overview } from '@/components/overview/Overview'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('look')
  return <Overview />
}
