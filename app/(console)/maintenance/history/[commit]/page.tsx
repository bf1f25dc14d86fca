// Maintenance > History > one commit.
import { CommitPage } from '@/components/history/CommitPage'
import { requireUser } from '@/lib/server/page'

export default async function Page({ params }: { params: Promise<{ commit: string }> }) {
  await requireUser('settings')
  const { commit } = await params
  return <CommitPage commit={commit} />
}
