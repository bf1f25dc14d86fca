// Cluster Configuration > Layer 7 – Virtual Services.
import { ServiceList } from '@/components/area/ServiceList'

export default function Page() {
  return <ServiceList area="layer7" />
}
