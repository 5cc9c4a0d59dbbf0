import { expect, test } from 'vitest'
import { similarNames } from './similar-names.ts'

const NAMES = ['Web API', 'Web UI', 'Database', 'Scheduling Service']

test.each([
  { wanted: 'web apu', means: ['Web API'] },
  { wanted: 'Databse', means: ['Database'] },
  { wanted: 'web', means: ['Web API', 'Web UI'] },
  { wanted: 'service', means: ['Scheduling Service'] },
  { wanted: 'Kubernetes', means: [] },
  { wanted: ' ', means: [] },
])("'$wanted' may mean $means", ({ wanted, means }) => {
  expect(similarNames(wanted, NAMES)).toEqual(means)
})
