// Maintenance > Passwords.
import { PasswordForm } from '@/components/account/PasswordForm'
import { requireUser } from '@/lib/server/page'

export default async function Page() {
  await requireUser('self')
  return <PasswordForm />
}
