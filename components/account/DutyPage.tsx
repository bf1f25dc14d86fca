'use client'
// What somebody must do before anything else, at a door of its own: choose a password, or set up a second factor.
import type { ConsoleActions } from '../../lib/protocol/console.ts'
import { Footer } from '../frame/Footer.tsx'
import { fullPath } from '../live/address.ts'
import { Button } from '../ui/Button.tsx'
import { Logo } from '../ui/Logo.tsx'
import { FactorSetup } from './FactorSetup.tsx'
import { PasswordForm } from './PasswordForm.tsx'

type Actions = Pick<ConsoleActions, 'changePassword' | 'startFactor' | 'confirmFactor' | 'logout'>

interface Props {
  duty: 'password' | 'second-factor'
  user: string
  version: string
  actions: Actions
}

const WORDS = {
  password: {
    title: 'Choose a password',
    why: 'Somebody else gave you the password you have. Choose one that only you know; then the console opens.',
  },
  'second-factor': {
    title: 'Set up a second factor',
    why: 'Users of your group log in with a second factor. Set it up; then the console opens.',
  },
}

const enter = () => window.location.assign(fullPath('/'))

export function DutyPage({ duty, user, version, actions }: Props) {
  const { title, why } = WORDS[duty]
  const leave = () => void actions.logout().finally(() => window.location.assign(fullPath('/login')))
  return (
    <div className="duty">
      <title>{`${title} · Fulcrum`}</title>
      <main>
        <div className="titlebar">
          <Logo />
          <h1>{title}</h1>
          <span className="grow" />
          <Button onClick={leave}>Log out</Button>
        </div>
        <p>
          {why} You are logged in as <strong>{user}</strong>.
        </p>
        {duty === 'password' ? (
          <PasswordForm user={user} changePassword={actions.changePassword} onChanged={enter} />
        ) : (
          <section className="fs form" aria-label="Second factor">
            <div className="fshead">
              <h2>Second factor of {user}</h2>
            </div>
            <FactorSetup actions={actions} onDone={enter} />
          </section>
        )}
      </main>
      <Footer version={version} />
    </div>
  )
}
