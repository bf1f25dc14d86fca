// What may be said of notifications: which relay takes e-mail, who gets it, which address is called, and for what.
import { z } from 'zod'
import { port } from '../../model/address.ts'
import { field } from '../../model/fields.ts'
import type { Kind } from '../define.ts'
import { mailAddress, mailAddresses, relayName, webAddress } from './texts.ts'

const RELAY = 'SMTP Relay'
const NOTIFICATIONS = 'Notifications'

const notificationsSchema = z.strictObject({
  relay: field(relayName().default(''), {
    label: 'SMTP Relay',
    help: 'The mail server that takes the appliance’s e-mail and passes it on. It must accept mail from this appliance without a login.',
    kind: 'text',
    section: RELAY,
    placeholder: 'No e-mail is sent',
    hint: 'A host name or an IP address.',
  }),
  relayPort: field(port().default(25), {
    label: 'SMTP Port',
    help: 'The TCP port of the relay. Where the relay offers STARTTLS it is used, whatever its certificate.',
    kind: 'port',
    section: RELAY,
  }),
  sender: field(mailAddress().default(''), {
    label: 'Sender',
    help: 'The e-mail address that stands as the sender. Some relays accept only addresses they know.',
    kind: 'text',
    section: RELAY,
    hint: 'One e-mail address.',
  }),
  recipients: field(mailAddresses().default(''), {
    label: 'Recipients',
    help: 'The e-mail addresses that get every notification, at most 20.',
    kind: 'text',
    section: NOTIFICATIONS,
    hint: 'E-mail addresses, separated by commas.',
  }),
  webhook: field(webAddress().default(''), {
    label: 'Webhook',
    help: 'A web address that gets a POST for every change, with at, service, server, from, to, reason and appliance as JSON. Anything but an answer of 200 to 299 counts as a failure.',
    kind: 'text',
    section: NOTIFICATIONS,
    placeholder: 'Nothing is called',
    hint: 'Begins with http:// or https://.',
  }),
  services: field(z.boolean().default(true), {
    label: 'Virtual Services',
    help: 'Notifies when a Virtual Service goes Down and when it comes back.',
    kind: 'checkbox',
    section: NOTIFICATIONS,
    beside: 'When one goes down, and when it comes back',
  }),
  servers: field(z.boolean().default(false), {
    label: 'Real Servers',
    help: 'Notifies also for each Real Server that goes Down or comes back, except for those marked Expected Down.',
    kind: 'checkbox',
    section: NOTIFICATIONS,
    beside: 'Also for each of them',
  }),
})

/** There is one at most. */
export const notificationSettings = {
  name: 'notification-settings',
  title: 'Notifications',
  parent: null,
  schema: notificationsSchema,
} satisfies Kind

export type NotificationSettings = z.output<typeof notificationsSchema>
