// Changes of state: what is one and what is not, when it was, and whether anybody is alarmed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changesOf, type KnownRows, SILENT_AFTER } from './changes.ts'
import { FIRST_CHECK, type Row, type ServerRow, type ServiceRow } from './observed.ts'

const base = {
  item: 'i',
  area: 'layer7',
  address: '10.0.0.1',
  ports: '80',
  connections: 0,
  reason: '',
  since: null,
} as const
const server = (state: ServerRow['state'], more: Partial<ServerRow> = {}): ServerRow => ({
  ...base,
  row: 'server',
  key: 'layer7/Web/web1',
  label: 'web1',
  service: 'Web',
  weight: 100,
  state,
  ...more,
})
const service = (state: ServiceRow['state'], more: Partial<ServiceRow> = {}): ServiceRow => ({
  ...base,
  row: 'service',
  key: 'layer7/Web',
  label: 'Web',
  protocol: 'TCP',
  method: 'Layer 7',
  mode: 'Proxy',
  serversUp: 0,
  servers: 1,
  state,
  ...more,
})

/** Looks a second apart; what changed in each, as `label from>to event`. */
function story(...looks: Row[][]): string[][] {
  let known: KnownRows = new Map()
  return looks.map((rows, i) => {
    const { changes, next } = changesOf(known, rows, 100_000 + i * 1000)
    known = next
    return changes.map((c) => `${c.label} ${c.from}>${c.to}${c.event ? ` ${c.event}` : ''}`)
  })
}

test('LO-02: what is seen first is no change; what differs then is one, with its alarm and its end', () => {
  assert.deepEqual(
    story(
      [service('up'), server('up')],
      [service('up'), server('up')],
      [service('down'), server('down')],
      [service('down'), server('down')],
      [service('up'), server('up')],
    ),
    [[], [], ['web1 up>down red', 'Web up>down red'], [], ['web1 down>up green', 'Web down>up green']],
  )
})

test('a state that returned between two looks is none, and a row that is gone is forgotten', () => {
  assert.deepEqual(story([server('up')], [server('up')], [], [server('down')]), [[], [], [], []])
})

test('a first check under way is no change, for the service neither', () => {
  const checking = server('unknown', { reason: FIRST_CHECK })
  assert.deepEqual(
    story(
      [service('up'), server('up')],
      [service('unknown'), checking],
      [service('unknown'), checking],
      [service('up'), server('up')],
    ),
    [[], [], [], []],
  )
  assert.deepEqual(story([server('up')], [checking], [server('down')]), [[], [], ['web1 up>down red']])
  const added = server('unknown', { reason: FIRST_CHECK, key: 'layer7/Web/web2', label: 'web2' })
  const fresh = server('up', { key: 'layer7/Web/web2', label: 'web2' })
  assert.deepEqual(
    story(
      [service('up'), server('up')],
      [service('some'), server('up'), added],
      [service('up'), server('up'), fresh],
    ),
    [[], [], []],
  )
})

test('silence is a change only when it lasts, and so is its end', () => {
  const silent = server('unknown', { reason: 'HAProxy has not answered' })
  assert.deepEqual(story([server('up')], [silent], [silent], [server('up')]), [[], [], [], []])
  const looks = SILENT_AFTER / 1000
  const lasting = story([server('up')], ...Array.from({ length: looks + 1 }, () => [silent]), [server('up')])
  assert.deepEqual(lasting.flat(), ['web1 up>unknown', 'web1 unknown>up'])
  assert.equal(lasting[looks + 1]?.length, 1)
})

test('one alarm a failure, whatever comes between its beginning and its end', () => {
  assert.deepEqual(
    story(
      [service('up')],
      [service('down')],
      [service('offline')],
      [service('down')],
      [service('some')],
      [service('up')],
    ).flat(),
    ['Web up>down red', 'Web down>offline', 'Web offline>down', 'Web down>some green', 'Web some>up'],
  )
})

test('SO-11: a server that is expected to be down changes in silence; what it no longer is, alarms', () => {
  const expected = { expectedDown: true } as const
  assert.deepEqual(
    story(
      [server('up', expected)],
      [server('down', expected)],
      [server('up', expected)],
      [server('up')],
      [server('down')],
      [server('down', expected)],
      [server('up', expected)],
    ).flat(),
    ['web1 up>down', 'web1 down>up', 'web1 up>down red', 'web1 down>up'],
  )
})

test('the time is the engine’s own, unless that contradicts what is known', () => {
  const known: KnownRows = new Map([['layer7/Web/web1', { state: 'up', since: 50_000, red: false }]])
  const when = (since: number | null) => {
    const [change] = changesOf(known, [server('down', { since })], 100_000).changes
    return [change?.at, change?.lasted]
  }
  assert.deepEqual(when(90_000), [90_000, 40_000])
  for (const since of [null, 40_000, 110_000]) assert.deepEqual(when(since), [100_000, 50_000])
})
