// Reports > Layer 4 Status.
import { Status } from '@/components/layer4/Status'

export default function Page() {
  return <Status />
}
