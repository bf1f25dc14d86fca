// Every finding there is: its code, how bad it is, and the sentence people read. Also the documentation of the codes.
import type { Level, Path, Problem } from './problem.ts'

type Values = Record<string, string | number>
interface Finding {
  level: Level
  /** When it is found, for those who read the code or a script's answer. */
  when: string
  text: (v: Values) => string
}

export const ERRORS = {
  DOCUMENT_VERSION: {
    level: 'error',
    when: 'A document is of a version this release does not know.',
    text: (v) =>
      `This release does not know version ${v.version} of these settings. Update Fulcrum, or restore a backup of this version.`,
  },
  ITEM_MISPLACED: {
    level: 'error',
    when: 'An item has an unknown kind, a missing parent, or an id that is used twice.',
    text: (v) => `${v.label} has no place in this configuration. Delete it and add it again.`,
  },
  LABEL_TAKEN: {
    level: 'error',
    when: 'Two items of one kind below one parent have the same label.',
    text: (v) => `${v.label} is already the Label of another ${v.kind}. Choose another.`,
  },
  FIELD_INVALID: {
    level: 'error',
    when: "A field's value is refused by its schema.",
    text: (v) => String(v.why),
  },
  PORT_TAKEN: {
    level: 'error',
    when: 'Two services answer on the same address and port; 0.0.0.0, :: and ranges count.',
    text: (v) => `${v.other} already answers on ${v.where}. Choose another port or another IP Address.`,
  },
  PORT_OF_APPLIANCE: {
    level: 'error',
    when: 'A service would answer where the appliance itself does.',
    text: (v) => `${v.port} is ${v.use} own port. Choose another port or another IP Address.`,
  },
  PORT_HELD: {
    level: 'error',
    when: 'A process that Fulcrum did not start holds an address and port that is needed.',
    text: (v) =>
      `${v.program} (process ${v.pid}) already holds port ${v.port} on ${v.address}. Stop it, or choose another port.`,
  },
  OWN_PORT_HELD: {
    level: 'error',
    when: 'A process that Fulcrum did not start holds a port that Fulcrum itself needs.',
    text: (v) =>
      `${v.program} (process ${v.pid}) holds port ${v.port} on ${v.address}, which ${v.use} needs. Stop it.`,
  },
  PORTS_TOO_MANY: {
    level: 'error',
    when: 'A service has more ports than HAProxy should open for one service.',
    text: (v) =>
      `${v.count} ports are too many for one Virtual Service; ${v.most} is the most. Choose a smaller range.`,
  },
  ADDRESS_OUTSIDE: {
    level: 'error',
    when: 'An address to bring up lies in no network of the machine.',
    text: (v) => `No interface holds ${v.address}. Networks here: ${v.networks}.`,
  },
  ADDRESS_NOT_A_HOST: {
    level: 'error',
    when: "An address to bring up is its network's own or its broadcast address.",
    text: (v) => `${v.address} stands for the network ${v.network} itself. Choose an address within it.`,
  },
  ADDRESS_TWICE: {
    level: 'error',
    when: 'A listener has one address twice.',
    text: (v) => `${v.address} is listed twice. Remove one of them.`,
  },
  ADDRESS_DISABLED: {
    level: 'warning',
    when: 'A service answers on an address that somebody disabled.',
    text: (v) =>
      `${v.address} is disabled, so no client reaches it. Enable it under Cluster Configuration > Floating IPs.`,
  },
  COOKIE_NEEDS_HTTP: {
    level: 'error',
    when: 'HTTP Cookie is chosen in TCP Mode.',
    text: () =>
      'HTTP Cookie needs HTTP Mode. Choose Source IP or None, or set Layer 7 Protocol to HTTP Mode.',
  },
  SCRIPT_NOT_CHOSEN: {
    level: 'error',
    when: 'Health Checks is External script and no script is chosen.',
    text: () => 'Health Checks is set to External script. Choose a Check Script.',
  },
  SCRIPT_NOT_INSTALLED: {
    level: 'error',
    when: 'The chosen check script is not on the machine.',
    text: (v) => `${v.script} is not installed on this appliance. Choose another ${v.choice}.`,
  },
  SERVER_IS_SERVICE: {
    level: 'error',
    when: "A server is its own service's address and port, so that HAProxy would connect to itself.",
    text: (v) =>
      `${v.where} is where ${v.service} itself answers, so it would connect to itself. Choose the server’s own address.`,
  },
  FALLBACK_IS_SERVICE: {
    level: 'error',
    when: 'The fallback server is the service itself, or leads back to it, so that HAProxy would connect to itself.',
    text: (v) =>
      `${v.where} leads${v.by} back to ${v.service}, so it would connect to itself. Choose another Fallback Server.`,
  },
  SERVER_TWICE: {
    level: 'warning',
    when: 'Two servers of one service have the same address and port.',
    text: (v) => `${v.other} has the same address and port, so this server gets the share of both.`,
  },
  NO_SERVERS: {
    level: 'warning',
    when: 'A service has no servers.',
    text: (v) => `${v.service} has no Real Server, so its clients ${v.fate}. Add one.`,
  },
  EXTERNAL_SCRIPT_NOT_CHOSEN: {
    level: 'error',
    when: 'Check Type of a Layer 4 service is External script and no script is chosen.',
    text: () => 'Check Type is set to External script. Choose one.',
  },
  ROUTING_KEEPS_PORT: {
    level: 'error',
    when: 'A Layer 4 service with Direct Routing has a server on another port than its own.',
    text: (v) =>
      `Direct Routing keeps the client’s port, but ${v.server} has Real Server Port ${v.port}. Leave it blank, or set Forwarding Method to NAT or SNAT.`,
  },
  SERVER_FAR: {
    level: 'warning',
    when: 'A Layer 4 service with Direct Routing has a server in no network of the machine.',
    text: (v) =>
      `Direct Routing needs ${v.address} in a network of this appliance, and it is in none. Networks here: ${v.networks}.`,
  },
  SNAT_MEETS_LAYER7: {
    level: 'error',
    when: 'A server of a Layer 4 SNAT service and one of a Layer 7 service have the same address and port.',
    text: (v) =>
      `${v.where} is also ${v.server} of ${v.service} at ${v.layer}. Layer 4 SNAT and Layer 7 cannot both use it: choose one of them for this server.`,
  },
  FAMILY_DIFFERS: {
    level: 'error',
    when: 'A Layer 4 service and its server, or its fallback server, are not both IPv4 or both IPv6.',
    text: (v) =>
      `${v.address} is ${v.family}, and the Virtual Service is not. Layer 4 needs both of one kind; a Layer 7 service can have either.`,
  },
  SERVER_SAME: {
    level: 'error',
    when: 'Two servers of one Layer 4 service have the same address and port.',
    text: (v) =>
      `${v.other} has the same address and port, and Layer 4 knows servers by these. Delete one, or give it another Weight.`,
  },
  CONNECTIONS_CROSSED: {
    level: 'error',
    when: 'Minimum Connections of a Layer 4 server is above its Maximum Connections.',
    text: (v) =>
      `Minimum Connections ${v.min} is more than Maximum Connections ${v.max}. Choose a smaller one.`,
  },
  GRANULARITY_FAMILY: {
    level: 'error',
    when: 'Persistence Granularity is a netmask on an IPv6 service, or a prefix longer than IPv4 has.',
    text: (v) => `${v.granularity} means nothing for ${v.address}. ${v.advice}`,
  },
  FALLBACK_KEEPS_PORT: {
    level: 'error',
    when: 'The fallback server of a service with Direct Routing is on another port, without MASQ Fallback.',
    text: (v) =>
      `With Direct Routing the fallback server gets clients on ${v.port}. Set Fallback Server Port to 0, or turn MASQ Fallback on.`,
  },
  FALLBACK_NEEDS_MASQ: {
    level: 'error',
    when: 'The fallback server of a service with Direct Routing is a Layer 7 service, without MASQ Fallback.',
    text: (v) =>
      `${v.service} is a Layer 7 service of this appliance, which Direct Routing does not reach. Turn MASQ Fallback on.`,
  },
  FALLBACK_AT_LAYER4: {
    level: 'error',
    when: 'The fallback server is a Layer 4 service.',
    text: (v) =>
      `${v.where} is where ${v.service} answers at Layer 4, which takes no connections from here. Choose another Fallback Server.`,
  },
  PAGE_OUT_OF_REACH: {
    level: 'warning',
    when: 'The fallback is the Fallback Page, and the machine has no address of the kind the service has.',
    text: (v) =>
      `This appliance has no ${v.family} address of its own, so its Fallback Page does not stand in for this service. Choose another Fallback Server.`,
  },
  CHECK_REQUEST: {
    level: 'error',
    when: 'Request to send is not what the protocol of the check can ask for.',
    text: (v) => String(v.why),
  },
  CHECK_TOO_LONG: {
    level: 'error',
    when: 'A check takes more room in its file than keepalived reads.',
    text: () => 'Too long for a check. Choose a shorter one.',
  },
  INTERFACE_MISSING: {
    level: 'error',
    when: 'Auto-NAT names an interface that the machine does not have.',
    text: (v) => `${v.interface} is no interface of this appliance. Choose one of ${v.interfaces}, or off.`,
  },
  MAIL_INCOMPLETE: {
    level: 'error',
    when: 'E-mail has a relay or recipients, and something else it needs is missing.',
    text: () => 'E-mail needs an SMTP Relay, a Sender and Recipients. Fill in all three, or none.',
  },
  DIRECTORY_BASE: {
    level: 'error',
    when: 'An LDAP directory has no Search Base.',
    text: () => 'Without a Search Base no user is found. Write one, as dc=example,dc=com.',
  },
  DIRECTORY_ACCOUNT: {
    level: 'error',
    when: 'An LDAP directory has neither a Service Account nor a User Name to log in by.',
    text: () => 'Nobody could look for users. Name a Service Account, or under Advanced a User Name.',
  },
  DIRECTORY_PASSWORD: {
    level: 'error',
    when: 'A Service Account has no password.',
    text: () => 'The Service Account needs its password. Type it.',
  },
  DIRECTORY_SECRET: {
    level: 'error',
    when: 'A Radius directory has no Shared Secret.',
    text: () => 'Radius needs the Shared Secret of its servers. Type it.',
  },
  DIRECTORY_CLEAR: {
    level: 'warning',
    when: 'An LDAP directory is asked without encryption.',
    text: () => 'Passwords cross the network for everybody to read. Choose LDAPS or StartTLS.',
  },
  DIRECTORY_UNSIGNED: {
    level: 'warning',
    when: 'Answers of a Radius directory need no Message-Authenticator.',
    text: () => 'Somebody on the way can forge an acceptance. Turn it on as soon as the servers can sign.',
  },
  DIRECTORY_NOBODY: {
    level: 'warning',
    when: 'No group of a directory is mapped.',
    text: () => 'Nobody can log in by this directory yet. Add a Directory Group.',
  },
  DIRECTORY_GROUP: {
    level: 'error',
    when: 'A group of an LDAP directory is not written as a whole name.',
    text: () => 'Write the whole name of the group, as cn=lb-admins,ou=groups,dc=example,dc=com.',
  },
  CERTIFICATE_MISSING: {
    level: 'error',
    when: 'The console is to show an uploaded certificate, and none was uploaded.',
    text: () => 'Certificate is set to Uploaded. Upload one, or choose Self-signed.',
  },
  CIPHERS_MISSING: {
    level: 'error',
    when: 'The console is to offer ciphers of a list of its own, and the list is empty.',
    text: () => 'Ciphers is set to Own list. Write one, or choose another.',
  },
  UNCONFIRMED: {
    level: 'error',
    when: 'A commit while another waits for somebody to keep it: it would be undone with that one.',
    text: (v) => `A change of ${v.what} is not confirmed yet. Keep it or undo it first.`,
  },
} as const satisfies Record<string, Finding>

export type ErrorCode = keyof typeof ERRORS

/** A problem with the sentence its code stands for. */
export function problem(code: ErrorCode, path: Path, values: Values = {}): Problem {
  const finding: Finding = ERRORS[code]
  return { code, path, message: finding.text(values), level: finding.level }
}
