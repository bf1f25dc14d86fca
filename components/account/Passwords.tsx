'use client'
// Maintenance > Passwords: one's own password, second factor and sessions; for the group config everybody's.
import { menuPathOf, PASSWORDS } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useActions } from '../live/Live.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Information, Warning } from '../ui/Message.tsx'
import { useToast } from '../ui/Toasts.tsx'
import { AccessForm } from './AccessForm.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { SecondFactor } from './SecondFactor.tsx'
import { SessionTable } from './SessionTable.tsx'
import { Users } from './Users.tsx'
import { useAccount } from './useAccount.ts'

export function Passwords() {
  const { account, everybody, failure, reload } = useAccount()
  const { changePassword } = useActions()
  const toast = useToast()
  const changed = (user: string) => () => {
    toast(`The password of ${user} is changed. All other sessions have ended.`)
    reload()
  }
  return (
    <>
      <PageHead path={menuPathOf(PASSWORDS)} title={PASSWORDS.title} help={PASSWORDS.help} />
      {failure && <Warning>{failure} What you see may be out of date.</Warning>}
      {!account && !failure && <Loading what="your account" />}
      {everybody && <Users users={everybody.users} onChanged={reload} />}
      {account?.local && (
        <PasswordForm user={account.user} changePassword={changePassword} onChanged={changed(account.user)} />
      )}
      {account && !account.local && (
        <Information>The password of {account.user} is kept by the directory. Change it there.</Information>
      )}
      {account && <SecondFactor account={account} onChanged={reload} />}
      {account && (
        <SessionTable
          sessions={everybody?.sessions ?? account.sessions}
          all={everybody !== null}
          onChanged={reload}
        />
      )}
      {everybody && <AccessForm settings={everybody.settings} onChanged={reload} />}
    </>
  )
}
