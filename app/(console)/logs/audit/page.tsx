// Logs > Audit; the search stands in the address: `?item=` is one item.
import { Audit } from '@/components/audit/Audit'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('look')
  return <Audit />
}
