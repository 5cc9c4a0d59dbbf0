import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSegments } from './service-messages.ts'

const encode = (text: string) => Buffer.from(text).toString('base64')
const message = (name: string, attributes: Readonly<Record<string, string>> = {}) =>
  `##octopus[${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}='${encode(value)}'`)
    .join('')}]`
const plain = (line: string) =>
  parseSegments(line).map((segment) =>
    segment.kind === 'text' ? segment.text : { [segment.name]: Object.fromEntries(segment.attributes) },
  )

describe('parseSegments', () => {
  test.each([
    {
      name: 'a message',
      line: message('setVariable', { name: 'a', value: 'b' }),
      gives: [{ setVariable: { name: 'a', value: 'b' } }],
    },
    {
      name: 'anywhere in a line',
      line: `x ${message('mask', { value: 's' })} y`,
      gives: ['x ', { mask: { value: 's' } }, ' y'],
    },
    { name: 'several', line: message('a') + message('b'), gives: [{ a: {} }, { b: {} }] },
    { name: 'attribute names in any case', line: "##octopus[m NAME='YQ==']", gives: [{ m: { name: 'a' } }] },
    { name: 'double quotes', line: '##octopus[m name="YQ=="]', gives: [{ m: { name: 'a' } }] },
    { name: 'an empty value', line: "##octopus[m name='']", gives: [{ m: { name: '' } }] },
    { name: 'line breaks inside', line: "##octopus[m\n name='YW\r\nI=']", gives: [{ m: { name: 'ab' } }] },
    {
      name: 'Y4: names of prototypes are ordinary',
      line: "##octopus[m constructor='YQ==']",
      gives: [{ m: { constructor: 'a' } }],
    },
    { name: 'a line that only begins with #', line: '## octopus', gives: ['## octopus'] },
    { name: 'no end', line: "##octopus[m name='YQ=='", gives: ["##octopus[m name='YQ=='"] },
    { name: 'bad base64', line: "##octopus[m name='Y!==']", gives: ["##octopus[m name='Y!==']"] },
    { name: 'unpadded base64', line: "##octopus[m name='YQ']", gives: ["##octopus[m name='YQ']"] },
    { name: 'no quotes', line: '##octopus[m name=YQ==]', gives: ['##octopus[m name=YQ==]'] },
    { name: 'no name', line: '##octopus[]', gives: ['##octopus[]'] },
    {
      name: 'a message in what only looked like one',
      line: `##octopus[ ##${message('m')}`,
      gives: ['##octopus[ ##', { m: {} }],
    },
    { name: 'nothing', line: '', gives: [] },
  ])('$name', ({ line, gives }) => expect(plain(line)).toEqual(gives))

  test('any values go through', async () => {
    const arbValue = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))
    await fc.assert(
      fc.property(arbValue, arbValue, fc.string(), (name, value, before) => {
        const line = `${before.replaceAll('#', '')}${message('setVariable', { name, value })}`
        expect(plain(line).at(-1)).toEqual({ setVariable: { name, value } })
      }),
    )
  })

  test('no character is lost, whatever the line', async () => {
    const arbPart = fc.oneof(fc.string(), fc.constantFrom('##octopus[', ']', " a='YQ=='", 'name', "'", '\n'))
    await fc.assert(
      fc.property(fc.array(arbPart), (parts) => {
        const line = parts.join('')
        expect(
          parseSegments(line)
            .map((segment) => (segment.kind === 'text' ? segment.text : segment.raw))
            .join(''),
        ).toBe(line)
      }),
    )
  })

  test.each(["##octopus[a k='AAAA", '##octopus[a ', "##octopus[a k='A' "])(
    'hostile repetition of %j is linear',
    (part) => {
      const line = `${part.repeat(40_000)}]`
      expect(plain(line).length).toBeGreaterThan(0)
    },
  )

  test('a value of 3 MB', () => {
    const value = 'x'.repeat(3_000_000)
    expect(plain(message('setVariable', { value }))).toEqual([{ setVariable: { value } }])
  })
})
