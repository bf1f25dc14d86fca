// Maintenance > Restart Services.
import { RestartServices } from '@/components/restart/RestartServices'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('serve')
  return <RestartServices />
}
