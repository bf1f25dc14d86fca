// The main menu: the documented entries in the documented order, and of these the pages that work.
import { allows, type Right } from '../../lib/model/rights.ts'
import type { IconName } from '../ui/Icon.tsx'

export interface MenuPage {
  title: string
  href: string
  /** What the page is for; its "?" opens this. */
  help: string
  /** What one must be allowed to see it; the page itself asks for the same. */
  right: Right
}
export interface MenuEntry {
  title: string
  icon: IconName
  /** A page of its own, or a sub menu. */
  page?: MenuPage
  pages: readonly MenuPage[]
}

const page = (title: string, href: string, help: string, right: Right = 'settings'): MenuPage => ({
  ...{ title, href, help, right },
})

export const OVERVIEW = page(
  'System Overview',
  '/',
  'Every Virtual Service with its Real Servers, and what the machine says of them now. Lamps are lit only by what was observed; facts that are too old are hatched. Click a heading to sort: up, down, then the configured order again.',
  'look',
)
export const LAYER7_SERVICES = page(
  'Layer 7 – Virtual Services',
  '/cluster-configuration/layer-7-virtual-services',
  'Virtual Services that HAProxy serves. What you save here runs after the next Reload HAProxy; until then it is marked.',
)
export const LAYER7_SERVERS = page(
  'Layer 7 – Real Servers',
  '/cluster-configuration/layer-7-real-servers',
  'The Real Servers behind each Layer 7 Virtual Service. What you save here runs after the next Reload HAProxy.',
)
export const BACKUP_RESTORE = page(
  'Backup & Restore',
  '/maintenance/backup-restore',
  'Export writes the whole saved configuration into one file. Import takes such a file in its place: first shown as a plan, then all of it or nothing.',
  'configure',
)
export const RESTART_SERVICES = page(
  'Restart Services',
  '/maintenance/restart-services',
  'Reload HAProxy commits what waits and keeps every connection. Restart HAProxy ends the connections it has and commits nothing.',
  'serve',
)
export const PASSWORDS = page(
  'Passwords',
  '/maintenance/passwords',
  'Your own password, second factor and sessions. Users of the group config see and change all users here, end any session, and set how long a login lasts.',
  'self',
)
export const HISTORY = page(
  'History',
  '/maintenance/history',
  'Every commit that is kept: who, when, what changed and what was read back. The appliance can roll back to each of them; drains stay as they are.',
)
export const FALLBACK_PAGE = page(
  'Fallback Page',
  '/maintenance/fallback-page',
  'The page that this appliance shows to visitors of a service while all its Real Servers have failed or are offline. It is the fallback of every service that names no other.',
)
export const PHYSICAL_ADVANCED = page(
  'Physical – Advanced Configuration',
  '/local-configuration/physical-advanced-configuration',
  'Where this appliance sends e-mail, and whom it tells when a service goes down or comes back. What you save here is applied at once.',
)
export const SECURITY = page(
  'Security',
  '/local-configuration/security',
  'The certificate that browsers see, which TLS this console speaks, and where it answers. A change that could lock you out undoes itself unless you keep it over the new connection.',
)
/** Not in the menu: it is reached from Security. */
export const FALLBACK_SOCKET = page(
  'Security – Fallback Page',
  '/local-configuration/security/fallback-page',
  'Where the fallback page answers besides this appliance itself. Its text is edited under Maintenance > Fallback Page.',
)
export const STATE_CHANGES = page(
  'State Changes',
  '/reports/state-changes',
  'Every change of state of a Virtual Service or Real Server, newest first, recorded by the appliance itself and kept for 90 days. New ones appear on top.',
  'look',
)

export const AUDIT = page(
  'Audit',
  '/logs/audit',
  'Who did what, from where and when: every login, refusal, change, commit and operation, newest first. The agent keeps it in a file that only root can write, each entry chained to the one before; whatever is changed or removed there shows.',
  'look',
)
export const API_TOKENS = page(
  'API Tokens',
  '/local-configuration/api-tokens',
  'Tokens for scripts: the API at /lbadmin/api/v1, its description at /lbadmin/api/v1/openapi.json, and metrics for Prometheus at /lbadmin/metrics. A token may exactly what people of its group may.',
  'configure',
)
export const NETWORK_INTERFACES = page(
  'Network Interface Configuration',
  '/local-configuration/network-interface-configuration',
  'The network interfaces of this appliance and the addresses that each holds, as the machine says. They are set by the operating system; Floating IPs come and go with what is configured here.',
)
export const EXTERNAL_AUTHENTICATION = page(
  'External Authentication',
  '/local-configuration/external-authentication',
  'Directories that know people who may log in here: LDAP, Active Directory and Radius. A name that is a local user’s is never asked for there. What you save here acts at once, at the next login.',
)
export const LAYER4_SERVICES = page(
  'Layer 4 – Virtual Services',
  '/cluster-configuration/layer-4-virtual-services',
  'Virtual Services that the kernel itself forwards, packet by packet. What you save here acts at once, and disturbs no other service.',
)
export const LAYER4_SERVERS = page(
  'Layer 4 – Real Servers',
  '/cluster-configuration/layer-4-real-servers',
  'The Real Servers behind each Layer 4 Virtual Service. What you save here acts at once, and disturbs no other server.',
)
export const LAYER4_ADVANCED = page(
  'Layer 4 – Advanced Configuration',
  '/cluster-configuration/layer-4-advanced-configuration',
  'How often and how patiently the Real Servers of all Layer 4 Virtual Services are checked, and whether servers reach the outside through this appliance. What you save here acts at once.',
)
export const FLOATING_IPS = page(
  'Floating IPs',
  '/cluster-configuration/floating-ips',
  'The addresses that this appliance brings up: those of its Virtual Services by themselves, and others that you add, as the default gateway of servers behind NAT. Add, Disable and Delete act at once.',
)
export const LAYER4_STATUS = page(
  'Layer 4 Status',
  '/reports/layer-4-status',
  'The table of Layer 4 as the kernel has it now: every service with its servers, their weights, their connections, and what the health checks say.',
  'look',
)
export const LAYER4_CONNECTIONS = page(
  'Layer 4 Current Connections',
  '/reports/layer-4-current-connections',
  'Every entry of the kernel’s connection table. An entry that stays at SYN_RECV means that the client’s packets come and the server’s answers do not get back to it: with Direct Routing this is the ARP problem of a Real Server.',
  'look',
)

export const MENU: readonly MenuEntry[] = [
  { title: OVERVIEW.title, icon: 'overview', page: OVERVIEW, pages: [] },
  {
    title: 'Local Configuration',
    icon: 'sliders',
    pages: [NETWORK_INTERFACES, EXTERNAL_AUTHENTICATION, PHYSICAL_ADVANCED, SECURITY, API_TOKENS],
  },
  {
    title: 'Cluster Configuration',
    icon: 'cluster',
    pages: [LAYER4_SERVICES, LAYER4_SERVERS, LAYER4_ADVANCED, LAYER7_SERVICES, LAYER7_SERVERS, FLOATING_IPS],
  },
  {
    title: 'Maintenance',
    icon: 'wrench',
    pages: [BACKUP_RESTORE, RESTART_SERVICES, PASSWORDS, FALLBACK_PAGE, HISTORY],
  },
  { title: 'Reports', icon: 'report', pages: [LAYER4_STATUS, LAYER4_CONNECTIONS, STATE_CHANGES] },
  { title: 'Logs', icon: 'logs', pages: [AUDIT] },
]

/** What a group sees of the menu: entries without a page left are not there. */
export const menuOf = (group: string): readonly MenuEntry[] =>
  MENU.map((entry) => ({ ...entry, pages: entry.pages.filter((p) => allows(group, p.right)) })).filter(
    (entry) => entry.pages.length > 0 || (entry.page && allows(group, entry.page.right)),
  )

/** The page a path belongs to: its own, or the list that a form came from. */
export const isCurrent = (page: MenuPage, path: string): boolean =>
  page.href === '/' ? path === '/' : path === page.href || path.startsWith(`${page.href}/`)

/** Menu path of a page: Cluster Configuration, Layer 7 – Virtual Services. */
export const menuPathOf = (page: MenuPage): string[] => {
  const entry = MENU.find((e) => e.pages.includes(page))
  return entry ? [entry.title, page.title] : [page.title]
}
