import type { Activity } from '@flotilla/api'
import { expect, test } from 'vitest'
import { createProgress } from './progress.ts'

const activity = (number: number, parent: number | null): Activity => ({
  Number: number,
  Parent: parent,
  Name: `Part ${number}`,
  Status: 'Running',
  Started: null,
  Ended: null,
  ProgressPercentage: 0,
  ProgressMessage: '',
})

test('parts stand below what they are in, and one that comes before it is told all the same', () => {
  const tell = createProgress('')
  const told = [activity(2, 1), activity(1, null), activity(3, 1), activity(4, 3)].map((each) =>
    tell({ kind: 'activity', activity: each }),
  )
  expect(told).toEqual([['Running   Part 2'], [], ['Running   Part 3'], ['Running     Part 4']])
})
