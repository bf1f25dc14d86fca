// Maintenance > Passwords.
import { Passwords } from '@/components/account/Passwords'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('self')
  return <Passwords />
}
