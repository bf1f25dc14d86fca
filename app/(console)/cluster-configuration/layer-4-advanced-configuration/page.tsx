// Cluster Configuration > Layer 4 – Advanced Configuration.
import { Advanced } from '@/components/layer4/Advanced'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('settings')
  return <Advanced />
}
