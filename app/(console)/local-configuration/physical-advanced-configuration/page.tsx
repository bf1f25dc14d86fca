// Local Configuration > Physical – Advanced Configuration.
import { PhysicalAdvanced } from '@/components/notifications/PhysicalAdvanced'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('settings')
  return <PhysicalAdvanced />
}
