// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shells write ${name}, too.
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { powershellArguments, powershellText } from './powershell-arguments.ts'
import { splitWords } from './script-arguments.ts'

describe('splitWords', () => {
  test.each([
    { text: '', words: [] },
    { text: '  \n\t ', words: [] },
    { text: 'a b', words: ['a', 'b'] },
    { text: `"a b" 'c  d' e\\ f`, words: ['a b', 'c  d', 'e f'] },
    { text: `a"b c"'d'e`, words: ['ab cde'] },
    { text: `"" ''`, words: ['', ''] },
    { text: `"a\\"b\\\\c\\d"`, words: ['a"b\\c\\d'] },
    { text: `'a\\b'`, words: ['a\\b'] },
    { text: 'a\\\nb', words: ['ab'] },
    { text: '\\\n a \\\n', words: ['a'] },
    { text: '"a\\\\\nb\\\nc"', words: ['a\\\nbc'] },
    { text: '$(touch x) `touch y` $HOME ${HOME} * ~ ; rm -rf / & | > out', words: 'same' },
    { text: 'a\\', words: ['a\\'] },
  ])('$text', ({ text, words }) =>
    expect(splitWords(text)).toEqual({ ok: true, value: words === 'same' ? text.split(' ') : words }),
  )

  test.each(['"a', "a 'b", '"a\\"'])('%j has no end', (text) =>
    expect(splitWords(text)).toEqual({ ok: false, error: 'quote-not-closed' }),
  )
  test('NUL is refused', () => expect(splitWords('a\0b')).toEqual({ ok: false, error: 'nul-character' }))

  test('J1: any words, quoted as a shell wants them, come out again', async () => {
    const quote = (word: string) => `'${word.replaceAll("'", "'\\''")}'`
    await fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }).filter((word) => !word.includes('\0'))), (words) => {
        expect(splitWords(words.map(quote).join(' '))).toEqual({ ok: true, value: words })
      }),
    )
  })

  test('what a shell would not expand is cut as a shell cuts it', async () => {
    const arbPiece = fc.constantFrom('a', ' ', '"', "'", '\\', '\n', 'é')
    await fc.assert(
      fc.property(
        fc.array(arbPiece, { maxLength: 12 }).map((pieces) => pieces.join('')),
        (text) => {
          const cut = splitWords(text)
          // A backslash at the very end waits for more in a shell.
          if (!cut.ok || /\\$/.test(text)) return
          const shown = execFileSync('bash', ['-c', `words=(${text}); printf '%s\\0' "\${words[@]}"`], {
            encoding: 'utf8',
          })
          expect(cut.value.length === 0 ? '\0' : cut.value.map((word) => `${word}\0`).join('')).toBe(shown)
        },
      ),
      { numRuns: 60, examples: [['\\\n a'], ['"a\\\\\n"']] },
    )
  })
})

describe('powershellArguments', () => {
  const text = powershellText
  test.each([
    { given: '', code: '' },
    { given: '-Name value -Force', code: `-Name ${text('value')} -Force` },
    { given: `-Name 'it''s' "a ""b"" \`$c"`, code: `-Name ${text("it's")} ${text('a "b" $c')}` },
    { given: '-Flag:$true -Other:$False', code: '-Flag: $true -Other: $False' },
    { given: '$null "$null"', code: `$null ${text('$null')}` },
    { given: '-Roles web,"data base", x', code: `-Roles ${['web', 'data base', 'x'].map(text).join(',')}` },
    { given: "a'b c'd", code: text('ab cd') },
    { given: '-5 - -', code: [text('-5'), text('-'), text('-')].join(' ') },
    { given: '$(rm x) ; & { y } @z', code: '$(rm|x)|;|&|{|y|}|@z'.split('|').map(text).join(' ') },
    { given: '-Name;evil', code: text('-Name;evil') },
    { given: 'line`nend', code: text('line\nend') },
    { given: '’; evil ‘', code: ['’;', 'evil', '‘'].map(text).join(' ') },
  ])('$given', ({ given, code }) => expect(powershellArguments(given)).toEqual({ ok: true, value: code }))

  test.each(["'a", '"a', '"a`"'])('%j has no end', (given) =>
    expect(powershellArguments(given)).toEqual({ ok: false, error: 'quote-not-closed' }),
  )

  test('J1: whatever is given, nothing but names, constants and encoded text comes out', async () => {
    const arbPart = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('-a ', '-b:', '$true', "'", '"', '`', ',', ' ', ';', '$(x)'),
    )
    const value = String.raw`(?:\$(?:true|false|null)|\(\[System\.Text\.Encoding\]::UTF8\.GetString\(\[System\.Convert\]::FromBase64String\('[A-Za-z0-9+/=]*'\)\)\))`
    const only = new RegExp(`^(?:(?:-[A-Za-z_][A-Za-z0-9_-]*:?|${value}(?:,${value})*)(?: |$))*$`, 'i')
    await fc.assert(
      fc.property(fc.array(arbPart), (parts) => {
        const code = powershellArguments(parts.join(''))
        if (code.ok) expect(code.value).toMatch(only)
      }),
      { numRuns: 500 },
    )
  })
})
