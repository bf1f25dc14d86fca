// Cluster Configuration > Layer 4 – Advanced Configuration.
import { Advanced } from '@/components/layer4/Advanced'

export default function Page() {
  return <Advanced />
}
