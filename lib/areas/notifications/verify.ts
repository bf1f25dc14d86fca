// What must hold for notifications: e-mail has its relay, its sender and somebody who gets it.
import { problem } from '../../model/errors.ts'
import { at, itemsOf, type Rule } from '../define.ts'
import { notificationSettings } from './schema.ts'

const mailIsWhole: Rule = (documents) =>
  itemsOf(documents.notifications, notificationSettings).flatMap(({ relay, sender, recipients, item }) => {
    const missing = (field: string) => problem('MAIL_INCOMPLETE', at('notifications', item.id, field))
    if (relay === '' && recipients === '') return []
    return [
      ...(relay === '' ? [missing('relay')] : []),
      ...(sender === '' ? [missing('sender')] : []),
      ...(recipients === '' ? [missing('recipients')] : []),
    ]
  })

export const verify: readonly Rule[] = [mailIsWhole]
