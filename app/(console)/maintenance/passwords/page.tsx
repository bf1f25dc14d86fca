// Maintenance > Passwords.
import { PasswordForm } from '@/components/account/PasswordForm'

export default function Page() {
  return <PasswordForm />
}
