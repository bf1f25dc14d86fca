// The pages of each kind of item: its list and the documented titles of its forms.
import type { AreaName } from '../../lib/model/document.ts'
import { LAYER7_SERVERS, LAYER7_SERVICES, type MenuPage, PHYSICAL_ADVANCED } from '../frame/menu.ts'

export interface KindPages {
  list: MenuPage
  /** There is one at most, and the page is its form. */
  single?: true
  /** Documented, letter by letter; `parent` is the Label of what the item is below. */
  addTitle: (parent: string) => string
  modifyTitle: (parent: string) => string
  addHelp: string
  modifyHelp: string
}

export const KIND_PAGES: Partial<Record<AreaName, Record<string, KindPages>>> = {
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
  notifications: {
    'notification-settings': {
      list: PHYSICAL_ADVANCED,
      single: true,
      addTitle: () => PHYSICAL_ADVANCED.title,
      modifyTitle: () => PHYSICAL_ADVANCED.title,
      addHelp: PHYSICAL_ADVANCED.help,
      modifyHelp: PHYSICAL_ADVANCED.help,
    },
  },
}

export function pagesOf(area: AreaName, kind: string): KindPages {
  const pages = KIND_PAGES[area]?.[kind]
  if (!pages) throw new Error(`no pages for ${area} ${kind}`)
  return pages
}
