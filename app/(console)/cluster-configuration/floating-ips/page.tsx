// Cluster Configuration > Floating IPs.
import { FloatingIps } from '@/components/floating-ips/FloatingIps'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('settings')
  return <FloatingIps />
}
