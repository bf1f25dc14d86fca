// Reports > State Changes, of one row with `?key=`.
import { StateChanges } from '@/components/changes/StateChanges'

export default async function Page({ searchParams }: { searchParams: Promise<{ key?: string | string[] }> }) {
  const { key } = await searchParams
  return <StateChanges of={typeof key === 'string' ? key : ''} />
}
