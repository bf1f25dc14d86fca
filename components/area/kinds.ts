// The pages of each kind of item: its list and the documented titles of its forms.
import type { AreaName } from '../../lib/model/document.ts'
import {
  EXTERNAL_AUTHENTICATION,
  FALLBACK_SOCKET,
  FLOATING_IPS,
  LAYER4_ADVANCED,
  LAYER4_SERVERS,
  LAYER4_SERVICES,
  LAYER7_SERVERS,
  LAYER7_SERVICES,
  type MenuPage,
  PHYSICAL_ADVANCED,
  SECURITY,
} from '../frame/menu.ts'

export interface KindPages {
  list: MenuPage
  /** They have no pages of their own: the list is also where they are edited. */
  single?: true
  /** Documented, letter by letter; `parent` is the Label of what the item is below. */
  addTitle: (parent: string) => string
  modifyTitle: (parent: string) => string
  addHelp: string
  modifyHelp: string
}

/** Titles and help of a page that is the form. */
const single = (list: MenuPage): KindPages => ({
  list,
  single: true,
  addTitle: () => list.title,
  modifyTitle: () => list.title,
  addHelp: list.help,
  modifyHelp: list.help,
})

export const KIND_PAGES: Partial<Record<AreaName, Record<string, KindPages>>> = {
  layer4: {
    'virtual-service': {
      list: LAYER4_SERVICES,
      addTitle: () => 'Layer 4 - Add a new Virtual Service',
      modifyTitle: () => 'Layer 4 - Modify Virtual Service',
      addHelp:
        'Update saves the service with what stands here and sensible values for the rest, and applies it at once; Modify shows the rest. Then add its Real Servers.',
      modifyHelp:
        'Update saves and applies at once. Connections that are open go on. What runs now stands at the right of each field that differs.',
    },
    'real-server': {
      list: LAYER4_SERVERS,
      addTitle: (service) => `Layer 4 Add a new Real Server - ${service}`,
      modifyTitle: (service) => `Layer 4 Modify Real Server - ${service}`,
      addHelp:
        'A server that gets connections of this Virtual Service. It gets them as soon as its health check has passed.',
      modifyHelp: 'Update saves and applies at once. Connections of other servers go on.',
    },
    advanced: single(LAYER4_ADVANCED),
  },
  'floating-ips': {
    'floating-ip': single(FLOATING_IPS),
    'disabled-address': single(FLOATING_IPS),
  },
  layer7: {
    'virtual-service': {
      list: LAYER7_SERVICES,
      addTitle: () => 'Layer 7 - Add a new Virtual Service',
      modifyTitle: () => 'Layer 7 - Modify Virtual Service',
      addHelp:
        'Update saves the service with what stands here and sensible values for the rest; Modify shows those. Then add its Real Servers.',
      modifyHelp:
        'Update saves; nothing runs before the next Reload HAProxy. What runs now stands at the right of each field that differs.',
    },
    'real-server': {
      list: LAYER7_SERVERS,
      addTitle: (service) => `Layer 7 Add a new Real Server - ${service}`,
      modifyTitle: (service) => `Layer 7 Modify Real Server - ${service}`,
      addHelp:
        'A server that gets connections of this Virtual Service. It runs after the next Reload HAProxy.',
      modifyHelp: 'Update saves; nothing runs before the next Reload HAProxy.',
    },
  },
  'external-authentication': {
    directory: {
      list: EXTERNAL_AUTHENTICATION,
      addTitle: () => 'External Authentication - Add a new Directory',
      modifyTitle: () => 'External Authentication - Modify Directory',
      addHelp:
        'Update saves the directory, and it is asked from the next login on. Then add the groups of it that may log in, and test it.',
      modifyHelp:
        'Update saves, and the next login goes by it. Who is logged in stays so until the next check.',
    },
    'group-map': {
      list: EXTERNAL_AUTHENTICATION,
      addTitle: (directory) => `Add a new Directory Group - ${directory}`,
      modifyTitle: (directory) => `Modify Directory Group - ${directory}`,
      addHelp: 'A group of the directory whose members may log in here, and what they may do.',
      modifyHelp: 'Update saves, and the next login goes by it.',
    },
  },
  front: {
    listener: single(SECURITY),
  },
  fallback: {
    listener: single(FALLBACK_SOCKET),
  },
  notifications: {
    'notification-settings': single(PHYSICAL_ADVANCED),
  },
}

export function pagesOf(area: AreaName, kind: string): KindPages {
  const pages = KIND_PAGES[area]?.[kind]
  if (!pages) throw new Error(`no pages for ${area} ${kind}`)
  return pages
}
