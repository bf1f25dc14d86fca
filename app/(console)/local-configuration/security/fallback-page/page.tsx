// Local Configuration > Security > where the fallback page answers.
import { FallbackListener } from '@/components/security/FallbackListener'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('settings')
  return <FallbackListener />
}
