import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type HeldLines, maskLines, NOTHING_HELD } from './held-lines.ts'
import { MASK, Masker } from './masker.ts'

interface Line {
  readonly text: string
}

/** What is shown of these batches, one after the other. */
function show(batches: readonly (readonly string[])[], secrets: readonly string[]): readonly string[] {
  const masker = new Masker(secrets)
  let held: HeldLines<Line> = NOTHING_HELD
  const shown: string[] = []
  for (const lines of [...batches, undefined]) {
    const masked = maskLines(held, lines?.map((text) => ({ text })) ?? [], masker, lines === undefined)
    held = masked.held
    shown.push(...masked.shown.map(({ text }) => text))
  }
  return shown
}

test.each([
  { name: 'over two lines', batches: [['say hunt', 'er2-pass!']], gives: [`say ${MASK}`, `${MASK}!`] },
  { name: 'over two chunks', batches: [['say hunt'], ['er2-pass!']], gives: [`say ${MASK}`, `${MASK}!`] },
  {
    name: 'over many lines',
    batches: [['hunte', 'r2', '-'], ['pas'], ['s.']],
    gives: [MASK, MASK, MASK, MASK, `${MASK}.`],
  },
  {
    name: 'with its first characters shown already',
    batches: [['say hu'], ['nter2-pass!']],
    gives: ['say hu', `${MASK}!`],
  },
  {
    name: 'that turns out to be another word',
    batches: [['say hunter'], ['of games']],
    gives: ['say hunter', 'of games'],
  },
  { name: 'that never comes', batches: [['say hunter2-']], gives: ['say hunter2-'] },
])('M2: a secret $name', ({ batches, gives }) => {
  expect(show(batches, ['hunter2-pass'])).toEqual(gives)
})

test('M2: a line that may end in a secret waits, others do not', () => {
  const masker = new Masker(['hunter2-pass'])
  const { shown, held } = maskLines(NOTHING_HELD, [{ text: 'one' }, { text: 'two hunter' }], masker)
  expect(shown).toEqual([{ text: 'one' }])
  expect(held.lines).toEqual([{ text: 'two hunter' }])
})

test('M2: what was found in a held line stays hidden when the next lines decide', () => {
  expect(show([['abcdefgh'], ['ij']], ['abcdef', 'efghij'])).toEqual([MASK, MASK])
  expect(show([['abcdefgh'], ['--']], ['abcdef', 'efghij'])).toEqual([`${MASK}gh`, '--'])
})

test('M2: a secret in any split into lines and chunks is never left whole, and what is none stays', async () => {
  const arbWord = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 4, maxLength: 9 })
  const arbLine = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), maxLength: 8 })
  const arbBatches = fc.array(fc.array(arbLine, { maxLength: 4 }), { maxLength: 6 })
  await fc.assert(
    fc.property(fc.array(arbWord, { minLength: 1, maxLength: 4 }), arbBatches, (secrets, batches) => {
      const shown = show(batches, secrets)
      expect(shown).toHaveLength(batches.flat().length)
      // Nothing but the masks is put in, and what is left of the text holds no secret whole.
      const left = shown.join('').split(MASK)
      for (const part of left) {
        for (const secret of secrets) expect(part).not.toContain(secret)
      }
      if (!secrets.some((secret) => batches.flat().join('').includes(secret))) expect(shown).toEqual(batches.flat())
    }),
  )
})
