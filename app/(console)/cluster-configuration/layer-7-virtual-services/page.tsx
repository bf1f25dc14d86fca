// Cluster Configuration > Layer 7 – Virtual Services.
import { ServiceList } from '@/components/area/ServiceList'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('settings')
  return <ServiceList area="layer7" />
}
