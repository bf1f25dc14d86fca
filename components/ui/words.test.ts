// Words for numbers, lists, ages and cut ports.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ageOf, clockOf, count, cutPorts, listed, momentOf } from './words.ts'

test('SO-16 a long port list is cut at a comma, with two dots', () => {
  assert.equal(cutPorts('25,53,80,443,465,587'), '25,53,80..')
  assert.equal(cutPorts('53,80,443,5011-5025'), '53,80,443..')
  assert.equal(cutPorts('11112'), '11112')
  assert.equal(cutPorts('5011-5025'), '5011-5025')
  assert.equal(cutPorts('10000-20000,3'), '10000-200..')
})

test('SO-02 the clock is written as the guides have it', () => {
  assert.equal(clockOf(Date.UTC(2021, 9, 13, 16, 25, 24)), '2021-10-13 16:25:24 UTC')
})

test('a moment of another day carries its date', () => {
  const now = Date.UTC(2026, 10, 20, 2, 20)
  assert.equal(momentOf(Date.UTC(2026, 10, 20, 2, 13, 7), now), '02:13:07 UTC')
  assert.equal(momentOf(Date.UTC(2026, 10, 19, 2, 13, 7), now), '2026-11-19 02:13:07 UTC')
})

test('ages grow with their unit and are never negative', () => {
  assert.deepEqual([-5, 6000, 500_000, 10_800_000, 180_000_000].map(ageOf), [
    '0 s',
    '6 s',
    '8 min',
    '3 h',
    '2 days',
  ])
})

test('counts and lists', () => {
  assert.equal(count(1, 'change'), '1 change')
  assert.equal(count(1204, 'connection'), '1,204 connections')
  assert.equal(listed(['a']), 'a')
  assert.equal(listed(['a', 'b', 'c']), 'a, b and c')
})
