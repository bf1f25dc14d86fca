// Local Configuration > Security.
import { Security } from '@/components/security/Security'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('settings')
  return <Security />
}
