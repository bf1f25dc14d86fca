// Cluster Configuration > Floating IPs.
import { FloatingIps } from '@/components/floating-ips/FloatingIps'

export default function Page() {
  return <FloatingIps />
}
