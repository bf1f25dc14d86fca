'use client'
// Local Configuration > Security: the console's certificate and TLS, and where the appliance's own services answer.
import { SinglePage } from '../area/SinglePage.tsx'
import { SECURITY } from '../frame/menu.ts'
import { SocketAddresses } from './SocketAddresses.tsx'

export const Security = () => (
  <SinglePage
    page={SECURITY}
    area="front"
    kind="listener"
    say="Update applies this at once. What changes the way to this console is undone after 60 s, unless you keep it over the new connection."
    saved="Security is saved."
  >
    <SocketAddresses />
  </SinglePage>
)
