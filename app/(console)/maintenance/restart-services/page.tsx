// Maintenance > Restart Services.
import { RestartServices } from '@/components/restart/RestartServices'

export default function Page() {
  return <RestartServices />
}
