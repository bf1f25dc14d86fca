// Cluster Configuration > Layer 4 – Virtual Services.
import { ServiceList } from '@/components/area/ServiceList'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('settings')
  return <ServiceList area="layer4" />
}
