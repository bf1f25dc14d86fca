// What must be done before anything else; where nothing must, this leads back.
import { DutyPage } from '@/components/account/DutyPage'
import { requireDuty } from '@/lib/server/page'
import { version } from '@/package.json'
import { changePassword, confirmFactor, logout, startFactor } from '../(console)/actions'

export default async function Page() {
  const { duty, user } = await requireDuty()
  return (
    <DutyPage {...{ duty, user, version }} actions={{ changePassword, startFactor, confirmFactor, logout }} />
  )
}
