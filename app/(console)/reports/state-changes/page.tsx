// Reports > State Changes; the search stands in the address: `?key=` is one row.
import { StateChanges } from '@/components/changes/StateChanges'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('look')
  return <StateChanges />
}
