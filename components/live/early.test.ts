// What a page asks for before its scripts are there: the right things, in words that markup leaves as they are.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { earlyScript, neededAt } from './early.ts'

test('each page asks early for what it shows, and no more', () => {
  assert.deepEqual(neededAt(''), { rowsOf: 'all', areas: ['layer4', 'layer7'] })
  assert.deepEqual(neededAt('/cluster-configuration/layer-7-virtual-services'), {
    rowsOf: 'all',
    areas: ['layer7'],
  })
  assert.deepEqual(neededAt('/cluster-configuration/layer-4-real-servers/abc-1'), {
    rowsOf: 'abc-1',
    areas: ['layer4'],
  })
  assert.deepEqual(neededAt('/cluster-configuration/layer-4-real-servers/new'), {
    rowsOf: null,
    areas: ['layer4'],
  })
  for (const path of ['/maintenance/history', '/cluster-configuration/layer-7-real-servers/a/b'])
    assert.deepEqual(neededAt(path), { rowsOf: null, areas: [] })
})

test('the script is the same in markup, whatever stands in the address, and keeps what comes', () => {
  const wild = earlyScript('/cluster-configuration/layer-7-real-servers/"><script>', true)
  assert.ok(!wild.includes('script'))
  const asked: string[] = []
  class EventSource {
    readonly url: string
    onmessage?: (message: string) => void
    constructor(url: string) {
      this.url = url
    }
  }
  const page: Record<string, unknown> = { EventSource, fetch: (url: string) => asked.push(url) }
  const text = earlyScript('/cluster-configuration/layer-7-virtual-services', true)
  assert.doesNotMatch(text, /["'<>&]/)
  runInNewContext(text, page)
  const { stream } = page.early as { stream: EventSource & { kept: string[] } }
  stream.onmessage?.('hello')
  assert.deepEqual([...stream.kept], ['hello'])
  assert.equal(stream.url, '/lbadmin/api/events?rows=all')
  assert.deepEqual(asked, ['/lbadmin/api/items?area=layer7'])
})

test('who may not read items asks for none', () => {
  const text = earlyScript('/', false)
  assert.ok(text.includes('/api/events?rows=all') && !text.includes('/api/items'))
})
