import type { Activity, LogLine } from '@flotilla/api'
import { expect, test } from 'vitest'
import { type LogLevel, LogModel } from './log-model.ts'

const at = (second: number) => new Date(second * 1_000).toISOString()
const activity = (number: number, parent: number | null, ended: number | null): Activity => ({
  Number: number,
  Parent: parent,
  Name: `Activity ${number}`,
  Status: ended === null ? 'Running' : 'Failed',
  Started: at(0),
  Ended: ended === null ? null : at(ended),
  ProgressPercentage: 0,
  ProgressMessage: '',
  WaitingFor: null,
})
const line = (number: number, ofActivity: number, second: number, category = 'Info'): LogLine => ({
  Number: number,
  Activity: ofActivity,
  Category: category,
  OccurredAt: at(second),
  MessageText: `line ${number}`,
})

/** A deployment with two steps that has something to say before, between and after them. */
function filled(): LogModel {
  const log = new LogModel()
  for (const each of [activity(1, null, null), activity(2, 1, 10), activity(3, 1, 20)])
    log.add({ kind: 'activity', activity: each })
  for (const each of [
    line(1, 1, 1),
    line(2, 2, 5),
    line(3, 1, 15, 'Verbose'),
    line(4, 1, 16),
    line(5, 3, 18),
    // Within the millisecond in which the second step ended.
    line(6, 1, 20),
  ])
    log.add({ kind: 'line', line: each })
  return log
}
const told = (log: LogModel): readonly string[] =>
  Array.from({ length: log.rowCount }, (_, index) => {
    const row = log.rowAt(index)!
    return row.kind === 'activity' ? row.activity.Name : row.line.MessageText
  })

test('lines and parts of an activity stand in the order in which they happened', () => {
  expect(told(filled())).toEqual([
    'Activity 1',
    'line 1',
    'Activity 2',
    'line 2',
    'line 4',
    'Activity 3',
    'line 5',
    'line 6',
  ])
})

test('what is said behind a part that goes on stands before it', () => {
  const log = filled()
  log.add({ kind: 'activity', activity: activity(3, 1, null) })
  expect(told(log).slice(-3)).toEqual(['line 6', 'Activity 3', 'line 5'])
})

test('what is made of parts waits when all that goes on in it does', () => {
  const log = new LogModel()
  const show = (each: Activity) => log.add({ kind: 'activity', activity: each })
  const waitsFor = () => {
    const row = log.rowAt(0)!
    return row.kind === 'activity' ? row.waitsFor : undefined
  }
  show(activity(1, null, null))
  expect(waitsFor()).toBe(null)
  show(activity(2, 1, 10))
  show(activity(3, 1, null))
  show({ ...activity(4, 3, null), WaitingFor: 'a person' })
  expect(waitsFor()).toBe('a person')
  show(activity(5, 1, null))
  expect(waitsFor()).toBe(null)
  show({ ...activity(5, 1, null), WaitingFor: 'its turn' })
  expect(waitsFor()).toBe('a person')
  show(activity(4, 3, 20))
  expect(waitsFor()).toBe(null)
})

test('a line is found wherever it stands, and what it is in is opened; one that is filtered out is not', () => {
  const log = filled()
  log.setAllOpen(false)
  expect(told(log)).toEqual(['Activity 1'])
  for (const number of [1, 2, 4, 5, 6]) {
    const place = log.findLine(number)!
    expect(log.rowAt(place)).toMatchObject({ kind: 'line', line: { Number: number } })
  }
  expect(log.findLine(3)).toBeUndefined()
  expect(log.findLine(7)).toBeUndefined()
  log.setFilter({ text: '', level: 'everything' })
  expect(log.rowAt(log.findLine(3)!)).toMatchObject({ line: { Number: 3 } })
})

test('lines are narrowed to those of some weight, and what they are in is opened', () => {
  const log = new LogModel()
  log.add({ kind: 'activity', activity: activity(1, null, 10) })
  log.add({ kind: 'activity', activity: { ...activity(2, 1, 10), Status: 'Success' } })
  const categories = ['Verbose', 'Info', 'Highlight', 'Wait', 'Warning', 'Error', 'Fatal']
  for (const [index, category] of categories.entries())
    log.add({ kind: 'line', line: line(index + 1, 2, index, category) })
  const lines = (level: LogLevel) => {
    log.setFilter({ text: '', level })
    return told(log).slice(2)
  }
  expect(lines('usual')).toEqual([])
  expect(lines('warnings')).toEqual(['line 5', 'line 6', 'line 7'])
  expect(lines('errors')).toEqual(['line 6', 'line 7'])
  log.toggle(activity(2, 1, 10))
  log.toggle(activity(2, 1, 10))
  expect(lines('usual')).toHaveLength(6)
  expect(lines('everything')).toHaveLength(7)
})

test('a folded activity tells what was stressed last in it or in its parts', () => {
  const log = filled()
  const gistOf = (number: number) => {
    const rows = Array.from({ length: log.rowCount }, (_, index) => log.rowAt(index)!)
    const row = rows.find((each) => each.kind === 'activity' && each.activity.Number === number)
    return row?.kind === 'activity' ? row.gist : undefined
  }
  log.add({ kind: 'activity', activity: { ...activity(4, 2, 10), Status: 'Success' } })
  log.add({ kind: 'line', line: line(7, 4, 6, 'Highlight') })
  log.add({ kind: 'line', line: line(8, 4, 7, 'Highlight') })
  log.add({ kind: 'line', line: line(9, 4, 8) })
  expect([1, 2, 3, 4].map(gistOf)).toEqual([null, null, null, 'line 8'])
  log.toggle(activity(2, 1, 10))
  expect([1, 2, 3].map(gistOf)).toEqual([null, 'line 8', null])
})
