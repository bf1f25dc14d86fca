// What must hold for the fallback page beside its listener: HAProxy's way to it is free.
import { problem } from '../../model/errors.ts'
import { busyOn } from '../addresses.ts'
import { at, type Rule } from '../define.ts'
import { listenersIn } from '../listeners.ts'
import { FALLBACK_PORT } from '../ports.ts'

const loopbackIsFree: Rule = (documents, facts) =>
  listenersIn(documents, 'fallback').some((l) => l.port === FALLBACK_PORT)
    ? []
    : listenersIn(documents, 'fallback').flatMap(() =>
        busyOn(facts, '127.0.0.1', [[FALLBACK_PORT, FALLBACK_PORT]]).map((values) =>
          problem('OWN_PORT_HELD', at('fallback'), { ...values, use: 'the fallback page' }),
        ),
      )

export const verify: readonly Rule[] = [loopbackIsFree]
