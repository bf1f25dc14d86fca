// What is said of each area everywhere: its title, and how it is committed. Apart from the rooms, because every page
// says it and few pages need a room's rules.
import type { AreaName } from '../model/document.ts'

export interface About<A extends AreaName = AreaName> {
  name: A
  title: string
  /** On every save by itself, or on request in the Commit changes box. */
  commit: 'save' | 'request'
  /** Documented name of the button that commits it. */
  button?: string
}

const ABOUT: { readonly [A in AreaName]: About<A> } = {
  front: { name: 'front', title: 'Console', commit: 'save' },
  fallback: { name: 'fallback', title: 'Fallback Page', commit: 'save' },
  'floating-ips': { name: 'floating-ips', title: 'Floating IPs', commit: 'save' },
  layer4: { name: 'layer4', title: 'Layer 4', commit: 'save' },
  layer7: { name: 'layer7', title: 'Layer 7', commit: 'request', button: 'Reload HAProxy' },
  'server-state': {
    name: 'server-state',
    title: 'Drain, Halt, Online',
    commit: 'save',
    button: 'Apply now',
  },
  notifications: { name: 'notifications', title: 'Notifications', commit: 'save' },
  'external-authentication': {
    name: 'external-authentication',
    title: 'External Authentication',
    commit: 'save',
  },
}

export const aboutOf = <A extends AreaName>(area: A): About<A> => ABOUT[area]
