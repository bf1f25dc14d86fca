// External Authentication - Add a new Directory Group, below `?directory=`.
import { ItemPage } from '@/components/area/ItemPage'
import { requireUser } from '@/lib/server/page'

type Search = Promise<{ directory?: string | string[] }>

export default async function Page({ searchParams }: { searchParams: Search }) {
  await requireUser('configure')
  const { directory } = await searchParams
  return <ItemPage area="external-authentication" kind="group-map" parent={String(directory ?? '')} />
}
