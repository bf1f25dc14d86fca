// Cluster Configuration > Layer 4 – Virtual Services.
import { ServiceList } from '@/components/area/ServiceList'

export default function Page() {
  return <ServiceList area="layer4" />
}
