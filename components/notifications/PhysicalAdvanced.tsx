'use client'
// Local Configuration > Physical – Advanced Configuration: the relay, who is notified, a test, and what became of it all.
import { SinglePage } from '../area/SinglePage.tsx'
import { PHYSICAL_ADVANCED } from '../frame/menu.ts'
import { SendTest } from './SendTest.tsx'

export const PhysicalAdvanced = () => (
  <SinglePage
    page={PHYSICAL_ADVANCED}
    area="notifications"
    kind="notification-settings"
    say="Update saves this and applies it at once. No connection is touched."
    saved="Notifications are saved."
  >
    <SendTest />
  </SinglePage>
)
