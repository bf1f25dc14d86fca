// Lines of `show stat` over several looks: what says the same is the same, and what differs is read anew.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StatReader, sameStanding } from './stat-reader.ts'

const HEADER = '# pxname,svname,unread,scur,status,lastchg,check_duration,\n'
const readerOf = () => {
  const reader = new StatReader()
  return (lines: string, at: number) => {
    reader.room.clear()
    reader.room.add(Buffer.from(HEADER + lines))
    return reader.read(at)
  }
}

test('only ages grew: the very same list, look after look', async () => {
  const read = readerOf()
  const first = await read('A,s1,7,0,UP,10,3,\nA,s2,7,0,UP,,3,\n', 100_000)
  assert.deepEqual(
    first.map(({ svname, status, lastchg, readAt }) => [svname, status, lastchg, readAt]),
    [
      ['s1', 'UP', '10', 100_000],
      ['s2', 'UP', '', 100_000],
    ],
  )
  assert.equal(await read('A,s1,8,0,UP,11,4,\nA,s2,8,0,UP,,4,\n', 101_000), first)
  assert.equal(await read('A,s1,9,0,UP,12,3,\nA,s2,9,0,UP,,3,\n', 102_000), first)
})

test('a line that says something else is a new record with its own moment; its neighbour stays', async () => {
  const read = readerOf()
  const first = await read('A,s1,,0,UP,10,,\nA,s2,,0,UP,10,,\n', 100_000)
  const second = await read('A,s1,,0,UP,15,,\nA,s2,,0,DOWN,0,,\n', 105_000)
  assert.equal(second[0], first[0])
  assert.deepEqual([second[1]?.status, second[1]?.lastchg, second[1]?.readAt], ['DOWN', '0', 105_000])
  // The same bytes as two looks before are nothing that stayed the same.
  const third = await read('A,s1,,0,UP,20,,\nA,s2,,0,UP,0,,\n', 110_000)
  assert.equal(third[0], first[0])
  assert.notEqual(third[1], first[1])
  assert.equal(third[1]?.status, 'UP')
})

test('a shorter answer leaves nothing of a longer one behind', async () => {
  const read = readerOf()
  await read('A,s1,,1,UP,10,,\nA,s2,,2,UP,10,,\nA,s3,,3,UP,10,,\n', 100_000)
  await read('A,s1,,1,UP,11,,\n', 101_000)
  const third = await read('A,s9\n', 102_000)
  assert.deepEqual([third.length, third[0]?.svname, third[0]?.scur], [1, 's9', ''])
  await assert.rejects(
    read('', 103_000).then(() => new StatReader().read(0)),
    /No worker/,
  )
})

test('a server stands otherwise when its status or weight differs, not when its connections do', async () => {
  const read = readerOf()
  const first = await read('A,s1,,0,UP,10,,\nA,s2,,0,UP,10,,\n', 100_000)
  const busy = await read('A,s1,,5,UP,11,,\nA,s2,,0,UP,11,,\n', 101_000)
  assert.equal(sameStanding(busy, first), true)
  const drained = await read('A,s1,,5,DRAIN,0,,\nA,s2,,0,UP,12,,\n', 102_000)
  assert.equal(sameStanding(drained, busy), false)
  assert.equal(sameStanding(drained.slice(1), drained), false)
})
