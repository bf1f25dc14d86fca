// Local Configuration > Network Interface Configuration.
import { NetworkInterfaces } from '@/components/network/NetworkInterfaces'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('settings')
  return <NetworkInterfaces />
}
