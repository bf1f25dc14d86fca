// A check run once, on request: what is asked for is checked as a commit would check it, then done.
import type { z } from 'zod'
import { checkDocument } from '../lib/areas/check.ts'
import { roomOf } from '../lib/areas/index.ts'
import { probeOf } from '../lib/areas/layer7/probe.ts'
import { servicesOf } from '../lib/areas/layer7/services.ts'
import { emptyDocuments } from '../lib/model/document.ts'
import type { operations } from '../lib/protocol/messages.ts'
import type { Tried } from '../lib/protocol/try-check.ts'
import { Refused } from './refused.ts'
import { tryProbe } from './verbs/probe.ts'

type Input = z.output<(typeof operations)['try-check']['input']>

/** Throws a refusal for a document that no commit would take, or that is not one service with this server. */
export async function tryCheck({ document, server: id }: Input): Promise<Tried> {
  const problems = document.area === 'layer7' ? checkDocument(document) : []
  if (problems[0]) throw new Refused(problems[0].message)
  const documents = { ...emptyDocuments((area) => roomOf(area).version), [document.area]: document }
  const services = servicesOf(documents)
  const server = services[0]?.servers.find((s) => s.item.id === id)
  if (services.length !== 1 || !services[0] || !server)
    throw new Refused('A check is tried for one service and one of its servers.')
  return tryProbe(probeOf(services[0], server))
}
