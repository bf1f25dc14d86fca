// Local Configuration > Network Interface Configuration.
import { NetworkInterfaces } from '@/components/network/NetworkInterfaces'

export default function Page() {
  return <NetworkInterfaces />
}
