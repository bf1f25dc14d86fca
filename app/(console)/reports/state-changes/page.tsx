// Reports > State Changes; the search stands in the address: `?key=` is one row.
import { StateChanges } from '@/components/changes/StateChanges'

export default function Page() {
  return <StateChanges />
}
