// The API for scripts: every endpoint with its right, what it takes and what it answers. Handlers and the OpenAPI document follow from this table.
import { z } from 'zod'
import { rooms } from '../areas/index.ts'
import { auditView } from './audit.ts'
import { planView } from './console.ts'
import { commitView, exported, historyView, importView, replacement } from './history.ts'
import { type Answer, type Endpoint, get, ok } from './v1-endpoint.ts'
import { endpointsOf } from './v1-items.ts'
import {
  apiHealth,
  apiJob,
  apiStatus,
  areaView,
  commitBody,
  importBody,
  importDoc,
  maybeJob,
  rollbackBody,
  serversBody,
  serversSet,
} from './v1-shapes.ts'

const jobAnswers: readonly Answer[] = [
  ok('It ended, and runs.', maybeJob),
  { status: 202, description: 'It goes on: ask for the job.', schema: maybeJob },
]
const commitNumber = z.strictObject({ areas: z.string().optional() })

const GENERAL: readonly Endpoint[] = [
  get('openapi', '/openapi.json', 'self', 'This document.', z.looseObject({ openapi: z.string() })),
  get('health', '/health', 'look', 'Whether console, agent and daemons answer.', apiHealth),
  get('status', '/status', 'look', 'Every service and server as the machine says now.', apiStatus),
  get('areas', '/areas', 'settings', 'Every area with its kinds of items.', z.array(areaView)),
  get('plan', '/plan', 'settings', 'What a commit would do now.', planView, commitNumber),
  {
    ...{
      id: 'commit',
      method: 'POST',
      path: '/commit',
      right: 'configure',
      body: commitBody,
      answers: jobAnswers,
    },
    summary: 'Commits what is saved and not running.',
  },
  get('job', '/jobs/{job}', 'settings', 'A commit or operation: the one under way, or the last one.', apiJob),
  get('history', '/history', 'settings', 'Every commit that is kept, newest first.', historyView),
  get('commitOf', '/history/{commit}', 'settings', 'One commit with the difference it made.', commitView),
  get(
    'rollbackPlan',
    '/history/{commit}/plan',
    'settings',
    'What a roll back to it would do now.',
    replacement,
  ),
  {
    ...{ id: 'rollback', method: 'POST', path: '/history/{commit}/rollback', right: 'configure' },
    ...{ summary: 'Rolls back to it.', body: rollbackBody, answers: jobAnswers },
  },
  get('exportAll', '/export', 'configure', 'The whole saved configuration, without secrets.', exported),
  {
    ...{
      id: 'importPlan',
      method: 'POST',
      path: '/import/plan',
      right: 'configure',
      body: importBody,
      bodyDoc: importDoc,
    },
    ...{
      summary: 'What an import of the file would do.',
      answers: [ok('The plan, or why it is refused.', importView)],
    },
  },
  {
    ...{
      id: 'importAll',
      method: 'POST',
      path: '/import',
      right: 'configure',
      body: importBody,
      bodyDoc: importDoc,
    },
    ...{ summary: 'Takes the file in the place of what is saved, and commits.', answers: jobAnswers },
  },
  ...(['drain', 'halt', 'online'] as const).map(
    (what): Endpoint => ({
      ...{ id: what, method: 'POST', path: `/servers/${what}`, right: 'serve', body: serversBody },
      summary: `${what[0]?.toUpperCase()}${what.slice(1)}: these servers, at once.`,
      answers: [ok('Done, and read back.', serversSet)],
    }),
  ),
  get(
    'audit',
    '/audit',
    'look',
    'The audit trail, newest first, checked.',
    auditView,
    z.strictObject({
      ...{ text: z.string().optional(), user: z.string().optional(), action: z.string().optional() },
      ...{
        result: z.enum(['done', 'refused']).optional(),
        item: z.string().optional(),
        from: z.string().optional(),
      },
      ...{ to: z.string().optional(), before: z.string().optional(), limit: z.string().optional() },
    }),
  ),
]

/** All there is. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...GENERAL,
  ...rooms
    .filter((room) => !room.apart)
    .flatMap((room) => room.kinds.flatMap((kind) => endpointsOf(room, kind))),
]
