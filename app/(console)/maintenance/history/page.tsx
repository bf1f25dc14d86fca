// Maintenance > History.
import { History } from '@/components/history/History'

export default function Page() {
  return <History />
}
