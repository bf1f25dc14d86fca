// Maintenance > Fallback Page.
import { FallbackPage } from '@/components/fallback/FallbackPage'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('settings')
  return <FallbackPage />
}
