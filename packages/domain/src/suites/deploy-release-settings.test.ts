import { expect, test } from 'vitest'
import { DEPLOY_RELEASE_PROPERTIES, parseDeployRelease } from './deploy-release-settings.ts'

const { projectId, condition, variables } = DEPLOY_RELEASE_PROPERTIES
const parse = (properties: Readonly<Record<string, string>>) =>
  parseDeployRelease((name) => ({ [projectId]: 'Projects-1', ...properties })[name] ?? '')
const given = (variableName: string, value: string) => ({ variableName, value })

test.each([
  { name: 'defaults', text: {}, gives: { condition: 'Always', variables: [] } },
  { name: 'words without case', text: { [condition]: ' ifnewer ' }, gives: { condition: 'IfNewer' } },
  {
    name: 'an object of names and texts',
    text: { [variables]: '{"Colour": "#{Paint} \\"x\\"", "Size": 3, "On": true, "None": null}' },
    gives: {
      variables: [given('Colour', '#{Paint} "x"'), given('Size', '3'), given('On', 'true'), given('None', '')],
    },
  },
  {
    name: 'a list of names and values',
    text: { [variables]: '[{"Name": " Colour ", "Value": "red"}, {"Name": "Size"}]' },
    gives: { variables: [given('Colour', 'red'), given('Size', '')] },
  },
  {
    name: 'of one name the last',
    text: { [variables]: '{"Colour": "red", "COLOUR": "blue"}' },
    gives: { variables: [given('COLOUR', 'blue')] },
  },
])('$name', ({ text, gives }) => {
  expect(parse(text)).toMatchObject({ ok: true, value: { projectId: 'Projects-1', ...gives } })
})

test.each([
  { name: 'no project', text: { [projectId]: ' ' }, property: projectId },
  { name: 'an unknown condition', text: { [condition]: 'Sometimes' }, property: condition },
  { name: 'no JSON', text: { [variables]: 'Colour=red' }, property: variables },
  { name: 'one text', text: { [variables]: '"red"' }, property: variables },
  { name: 'a value that is none', text: { [variables]: '{"Colour": {"a": 1}}' }, property: variables },
  { name: 'an entry without a name', text: { [variables]: '[{"Value": "red"}]' }, property: variables },
  { name: 'a blank name', text: { [variables]: '{" ": "red"}' }, property: variables },
])('refused: $name', ({ text, property }) => {
  const parsed = parse(text)
  expect(parsed.ok ? [] : parsed.error.map((problem) => problem.property)).toEqual([property])
})
