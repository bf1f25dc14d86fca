// The login page: the card rests on the beam, the beam on its fulcrum.
import { Footer } from '../frame/Footer.tsx'
import { LoginForm } from './LoginForm.tsx'

export const Door = ({ host, to, version }: { host: string; to: string | undefined; version: string }) => (
  <div className="login">
    <title>Log in · Fulcrum</title>
    <main>
      <div className="scale">
        <LoginForm host={host} to={to} />
        <div className="plank" aria-hidden="true" />
        <svg className="pivot" viewBox="0 0 72 54" fill="currentColor" aria-hidden="true">
          <path d="M36 3l30 51H6z" />
        </svg>
      </div>
    </main>
    <Footer version={version} />
  </div>
)
