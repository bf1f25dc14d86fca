// What may be said of external authentication: directories that know users, and which of their groups may do what here.
import { z } from 'zod'
import { field } from '../../model/fields.ts'
import { GROUPS } from '../../model/rights.ts'
import { secret } from '../../model/secret.ts'
import { label, wholeNumber } from '../../model/text.ts'
import type { Kind } from '../define.ts'
import { authorities, directoryGroup, plainName, searchFilter, serverList, userTemplate } from './texts.ts'

const DIRECTORY = 'Directory'
const SEARCH = 'Users'
const GROUP = 'Groups'
const PATIENCE = 'Patience'
const OF_LDAP = { field: 'type', in: ['ldap', 'ad'] } as const
const OF_RADIUS = { field: 'type', in: ['radius'] } as const

const directorySchema = z.strictObject({
  label: field(label(), {
    label: 'Label',
    help: 'What this directory is called here and in the log. Directories are asked in the order of the list, and the first one that knows the user decides. A Radius server never says that it does not know a user, so none is asked after it.',
    kind: 'text',
    section: DIRECTORY,
  }),
  type: field(z.enum(['ldap', 'ad', 'radius']).default('ldap'), {
    label: 'Type',
    help: 'What the server speaks. LDAP is for OpenLDAP and its kin; Active Directory knows the groups within groups.',
    kind: 'select',
    section: DIRECTORY,
    options: [
      { value: 'ldap', label: 'LDAP' },
      { value: 'ad', label: 'Active Directory' },
      { value: 'radius', label: 'Radius' },
    ],
  }),
  encryption: field(z.enum(['ldaps', 'starttls', 'none']).default('ldaps'), {
    label: 'Encryption',
    help: 'LDAPS is encrypted from the first byte, on port 636. StartTLS begins on port 389 and goes no further unless encryption was agreed on. None sends passwords for everybody to read; Active Directory refuses it.',
    kind: 'select',
    section: DIRECTORY,
    showWhen: [OF_LDAP],
    options: [
      { value: 'ldaps', label: 'LDAPS' },
      { value: 'starttls', label: 'StartTLS' },
      { value: 'none', label: 'None' },
    ],
  }),
  servers: field(serverList(), {
    label: 'Servers',
    help: 'Servers that all know the same, separated by commas. The next one is asked where one does not answer; one that refuses a user is believed. With encryption the name written here must stand in the server’s certificate.',
    kind: 'text',
    section: DIRECTORY,
    hint: 'Names or addresses, with :port where it is not the usual one: 636, 389 or 1812.',
  }),
  authorities: field(authorities().default(''), {
    label: 'CA Certificate',
    help: 'The certificate of the authority that signed those of the servers, as PEM text; several one after the other. Without one, only the public authorities that this appliance knows are trusted.',
    kind: 'certificate',
    section: DIRECTORY,
    showWhen: [OF_LDAP, { field: 'encryption', in: ['ldaps', 'starttls'] }],
    placeholder: 'Public authorities',
  }),
  secret: field(secret(), {
    label: 'Shared Secret',
    help: 'The secret that this appliance and the Radius servers share. It is kept on this appliance, and is never shown again.',
    kind: 'secret',
    section: DIRECTORY,
    showWhen: [OF_RADIUS],
  }),
  requireMessageAuthenticator: field(z.boolean().default(true), {
    label: 'Message-Authenticator',
    help: 'Takes only answers that are signed by Message-Authenticator. Without it somebody on the way can turn a refusal into an acceptance (BlastRADIUS). Turn it off only for servers that cannot sign.',
    kind: 'checkbox',
    section: DIRECTORY,
    showWhen: [OF_RADIUS],
    beside: 'Required in every answer',
  }),
  base: field(plainName(), {
    label: 'Search Base',
    help: 'Below which entry users are looked for.',
    kind: 'text',
    section: SEARCH,
    showWhen: [OF_LDAP],
    hint: 'As dc=example,dc=com.',
  }),
  filter: field(searchFilter(), {
    label: 'Search Filter',
    help: 'Which entry is the user’s; {user} stands for the name that was typed. Exactly one entry must match.',
    kind: 'text',
    section: SEARCH,
    showWhen: [OF_LDAP],
    placeholder: 'By the usual name of a user',
    hint: 'Empty: (uid={user}) for LDAP; the logon name or the user principal name for Active Directory.',
  }),
  account: field(plainName(), {
    label: 'Service Account',
    help: 'The account that looks for users, as a whole name; Active Directory also takes user@domain and DOMAIN\\user. With it, whoever is disabled or loses the group is logged out within minutes.',
    kind: 'text',
    section: SEARCH,
    showWhen: [OF_LDAP],
    placeholder: 'None: users look for themselves',
  }),
  accountPassword: field(secret(), {
    label: 'Service Account Password',
    help: 'The password of the Service Account. It is kept on this appliance, and is never shown again.',
    kind: 'secret',
    section: SEARCH,
    showWhen: [OF_LDAP],
  }),
  userName: field(userTemplate(), {
    label: 'User Name',
    help: 'Only without a Service Account: how users log in to the directory themselves; {user} stands for the name that was typed.',
    kind: 'text',
    section: SEARCH,
    advanced: true,
    showWhen: [OF_LDAP],
    placeholder: 'Not needed with a Service Account',
    hint: 'As uid={user},ou=people,dc=example,dc=com, or {user}@example.com.',
  }),
  lookup: field(z.enum(['attribute', 'search']).default('attribute'), {
    label: 'Group Lookup',
    help: 'Where it says which groups a user is in: in memberOf of the user, or in the groups, which name their members (member, uniqueMember or memberUid).',
    kind: 'select',
    section: GROUP,
    showWhen: [{ field: 'type', in: ['ldap'] }],
    options: [
      { value: 'attribute', label: 'memberOf of the user' },
      { value: 'search', label: 'Members of the groups' },
    ],
  }),
  nested: field(z.boolean().default(true), {
    label: 'Nested Groups',
    help: 'Counts the groups that a user’s groups are in, however deep. The primary group, mostly Domain Users, never counts.',
    kind: 'checkbox',
    section: GROUP,
    showWhen: [{ field: 'type', in: ['ad'] }],
    beside: 'Groups within groups count',
  }),
  groupBase: field(plainName(), {
    label: 'Group Base',
    help: 'Below which entry groups are looked for.',
    kind: 'text',
    section: GROUP,
    advanced: true,
    showWhen: [OF_LDAP],
    placeholder: 'The Search Base',
  }),
  groupAttribute: field(z.enum(['filter-id', 'class', 'vendor']).default('filter-id'), {
    label: 'Group Attribute',
    help: 'Which attribute of an acceptance says the group.',
    kind: 'select',
    section: GROUP,
    showWhen: [OF_RADIUS],
    options: [
      { value: 'filter-id', label: 'Filter-Id' },
      { value: 'class', label: 'Class' },
      { value: 'vendor', label: 'Vendor-specific' },
    ],
  }),
  vendorAttribute: field(
    z
      .string()
      .trim()
      .regex(/^\d{1,8}:\d{1,3}$/, 'Write the vendor’s number, a colon and the attribute’s number, as 9:1.')
      .default('9:1'),
    {
      label: 'Vendor Attribute',
      help: 'The number of the vendor and that of its attribute. 9:1 is Cisco-AVPair, whose value is all of shell:roles=admin.',
      kind: 'text',
      section: GROUP,
      showWhen: [OF_RADIUS, { field: 'groupAttribute', in: ['vendor'] }],
      hint: 'As 9:1 for Cisco-AVPair.',
    },
  ),
  timeout: field(wholeNumber(1, 10).default(3), {
    label: 'Time-out',
    help: 'How long one server may take for all it is asked; with Radius, for one try. A login ends after 15 seconds, however many servers there are.',
    kind: 'number',
    section: PATIENCE,
    unit: 'seconds',
    hint: '1 to 10.',
  }),
  retries: field(wholeNumber(0, 5).default(2), {
    label: 'Retries',
    help: 'How often the same question is sent again to a Radius server that is silent, before the next server is asked.',
    kind: 'number',
    section: PATIENCE,
    showWhen: [OF_RADIUS],
    hint: '0 to 5.',
  }),
})

export const directory = {
  name: 'directory',
  title: 'Directory',
  parent: null,
  schema: directorySchema,
} satisfies Kind
export type Directory = z.output<typeof directorySchema>

const groupMapSchema = z.strictObject({
  label: field(directoryGroup(), {
    label: 'Directory Group',
    help: 'The group as the directory names it: its whole name with LDAP and Active Directory, the value of the Group Attribute with Radius. Test shows the groups of a user.',
    kind: 'text',
    section: GROUP,
    hint: 'As cn=lb-admins,ou=groups,dc=example,dc=com. Upper and lower case make no difference there.',
  }),
  group: field(z.enum(GROUPS).default('report'), {
    label: 'Group',
    help: 'What its members may do here. Somebody in several groups gets the mightiest; somebody in none is refused.',
    kind: 'select',
    section: GROUP,
    options: GROUPS.map((value) => ({ value, label: value })),
  }),
})

export const groupMap = {
  name: 'group-map',
  title: 'Directory Group',
  parent: 'directory',
  schema: groupMapSchema,
} satisfies Kind
