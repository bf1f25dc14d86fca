// Maintenance > History > one commit.
import { CommitPage } from '@/components/history/CommitPage'

export default async function Page({ params }: { params: Promise<{ commit: string }> }) {
  const { commit } = await params
  return <CommitPage commit={commit} />
}
