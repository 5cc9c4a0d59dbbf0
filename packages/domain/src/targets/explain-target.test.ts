import { expect, test } from 'vitest'
import { explainTarget } from './explain-target.ts'
import { WHY_EXCLUDED } from './judge-target.ts'

test.each(WHY_EXCLUDED)('%s is told in a sentence that names the machine', (why) => {
  expect(explainTarget(why, { name: 's-web-01' })).toMatch(/^s-web-01 [a-z].*[^.]\.$/)
})

test('names make the sentence exact', () => {
  const names = { environment: 'Staging', tenant: 'Pet Life', roles: ['App-WebApi', 'App-WebUI'] }
  const told = (['not-in-environment', 'no-role', 'other-tenancy'] as const).map((why) =>
    explainTarget(why, { name: 's-web-01' }, names),
  )
  expect(told).toEqual([
    's-web-01 is not in Staging.',
    's-web-01 has none of the roles App-WebApi, App-WebUI.',
    's-web-01 does not serve Pet Life.',
  ])
})
