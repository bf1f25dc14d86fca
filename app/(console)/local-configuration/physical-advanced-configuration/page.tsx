// Local Configuration > Physical – Advanced Configuration.
import { PhysicalAdvanced } from '@/components/notifications/PhysicalAdvanced'

export default function Page() {
  return <PhysicalAdvanced />
}
