// Who may do what: the three groups, and the right that each page, action and handler asks for.

/** Groups as *Maintenance > Passwords* shows them, the mightiest first. */
export const GROUPS = ['config', 'maintenance', 'report'] as const
export type Group = (typeof GROUPS)[number]

export const isGroup = (text: string): text is Group => GROUPS.includes(text as Group)

/**
 * What somebody may:
 * `self` is about themselves: own password, second factor and sessions, stay logged in, log out;
 * `look` reads the overview, reports and logs;
 * `settings` reads everything that is set, except secrets;
 * `serve` drains, halts, brings online, restarts, and reloads while nothing waits;
 * `configure` does all the rest: every save and commit, users, restore, security.
 */
export const RIGHTS = ['self', 'look', 'settings', 'serve', 'configure'] as const
export type Right = (typeof RIGHTS)[number]

const OF: Record<Group, readonly Right[]> = {
  config: RIGHTS,
  maintenance: ['self', 'look', 'settings', 'serve'],
  report: ['self', 'look'],
}

/** Whether a group has a right. A group that nobody knows has none. */
export const allows = (group: string, right: Right): boolean => isGroup(group) && OF[group].includes(right)

/** Why not, and who may, as a sentence. */
export function notAllowed(user: string, right: Right): string {
  const groups = GROUPS.filter((group) => allows(group, right))
  return `Your user ${user} may not do this: it is for the ${groups.length === 1 ? 'group' : 'groups'} ${groups.join(' and ')}.`
}
