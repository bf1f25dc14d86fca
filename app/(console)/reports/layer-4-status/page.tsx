// Reports > Layer 4 Status.
import { Status } from '@/components/layer4/Status'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('look')
  return <Status />
}
