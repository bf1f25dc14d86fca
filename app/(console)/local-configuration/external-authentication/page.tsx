// Local Configuration > External Authentication.
import { Directories } from '@/components/directories/Directories'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('settings')
  return <Directories />
}
