import { expect, test } from 'vitest'
import { createVariables, evaluate, isTruthy } from './index.ts'

// The rules of the template reference, section by section, beside the numbered examples of `examples.test.ts`.

type Variables = Readonly<Record<string, string>>

const setOf = (variables: Variables) =>
  createVariables(Object.entries(variables).map(([name, value]) => ({ name, value })))

const run = (template: string, variables: Variables) => evaluate(template, setOf(variables))
const textOf = (template: string, variables: Variables) => {
  const { text, error } = run(template, variables)
  return error ?? text
}
const parseError = (line: number, column: number, recent: string) => ({ kind: 'parse', line, column, recent })

test.each<[template: string, text: unknown]>([
  ['##{A}', '#{A}'],
  ['###{A}', '#1'],
  ['####{A}', '###{A}'],
  ['#####{A}', '###1'],
  ['## # x', '## # x'],
  ['## #{A}', '## 1'],
  ['#{A}#', '1#'],
  ['###{', parseError(1, 3, '##')],
  ['#{A in B}', parseError(1, 1, '')],
  ['#{each x IN A}#{/each}', parseError(1, 15, 'ch x IN A}')],
  ['#{L[1] .b}', parseError(1, 1, '')],
  ['#{L [1]}', 'one'],
  ['#{L[ 1]}', 'one'],
  ['#{L[x#{A}]}', 'literal'],
  ['#{L[#{A}]}', 'one'],
  ['#{L[ #{ A } ]}', 'one'],
  ['#{ A . B }', 'ab'],
  ['#{A\n.B}', 'ab'],
  ['#{a. }', '#{a.}'],
  ['#{a. } ', parseError(1, 1, '')],
  ['#{A | Append a.b}', parseError(1, 1, '')],
  ['#{A | Append "a.b"}', '1a.b'],
  ['#{A | Append "a""b"}', '1ab'],
  ["#{A | Append 'a'}", parseError(1, 1, '')],
  ['#{A | Append #{A}#{A}}', '111'],
  ['#{A | Append #{A} x}', '11x'],
  ['#{A | Append #{A} #{A}}', parseError(1, 1, '')],
  ['#{A | Append #{A}| Append x}', '11x'],
  ['#{A | Append #{A} | Append x}', parseError(1, 1, '')],
  ['#{A | Append \\"#{A} "x"\\"}', '1#{A} "x"'],
  ['#{IF A}y#{/if}', 'y'],
  ['#{  if A}y#{/if}', 'y'],
  ['#{if A}y#{/IF}', parseError(1, 9, '#{if A}y')],
  ['#{if A}y#{ /if}', '#{if A}y#{/if}'],
  ['#{if A}y', '#{if A}y'],
  ['#{else}', '#{else}'],
  ['#{unless A}x#{elseif B}y#{/unless}', ''],
  ['#{unless No}x#{elseif B}y#{/unless}', 'x#{elseif B}y'],
  ['#{calc (A)}', '#{calc (A)}'],
  ['#{if "a" == "a"}y#{/if}', parseError(1, 1, '')],
  ['#{if A = "1"}y#{/if}', parseError(1, 1, '')],
  ['#{if #{A} == "1"}y#{/if}', parseError(1, 1, '')],
  ['ab\nand some more #{/if}', parseError(2, 15, 'some more ')],
  ['no token ##', 'no token ##'],
])('section 2, grammar: %s', (template, expected) => {
  const variables = { A: '1', 'A.B': 'ab', 'L[1]': 'one', 'L[x#{A}]': 'literal' }
  expect(textOf(template, variables)).toEqual(expected)
})

test.each<[template: string, variables: Variables, text: string]>([
  ['#{foo}', { foo$x: '1' }, '1'],
  ['#{A.B}', { 'A.B | C': '1' }, '1'],
  ['#{a}', { 'a.': '1' }, '1'],
  ['#{check}', { 'check in time': '1' }, '1'],
  ['#{a}', { a$1: 'first', a$2: 'second' }, 'second'],
  ['#{A.b} #{a[B]}', { 'a.B': 'name', 'a[b]': 'index' }, 'name index'],
  ['#{a[x]} #{a}', { 'a[X].n': '1' }, 'X #{a}'],
  ['#{a[#{b}]}', { 'a[#{b}]': 'skipped', b: 'x', 'a[x]': 'found' }, 'found'],
  ['#{}#{$}', { '': '1', $: '2' }, '#{}#{$}'],
  ['#{a[10]}#{a[*]}', { 'a[10]': 'ten', 'a[2]': 'two' }, 'tenten'],
])('section 3, names: %s with %j', (template, variables, text) => {
  expect(run(template, variables).text).toBe(text)
})

test.each<[template: string, variables: Variables, text: string | null, missing: string[]]>([
  ['#{a[#{none}]}', { 'a[]': 'x' }, '#{a[#{none}]}', ['#{a[#{none}]}']],
  ['#{a} #{a}', {}, '#{a} #{a}', ['#{a}']],
  ['#{V}', { V: 'x#{W', W: 'y' }, 'x#{W', []],
  ['#{V}', { V: '#{X | null}' }, '#{X | null}', []],
  ['#{V}|#{X | null}', { V: '#{Y}' }, null, ['#{Y}']],
  ['#{each x in L}#{V}#{/each}', { L: 'a', V: '#{x}', x: 'global' }, 'global', []],
  ['#{each x in L}#{x.V}#{/each}', { 'L[1].V': '#{x}' }, '1', []],
  ['#{ | Append x}', {}, 'x', []],
  ['#{ | Trim}', {}, '#{ | Trim}', ['#{ | Trim}']],
])('sections 4, 6, 7, look-ups: %s with %j', (template, variables, text, missing) => {
  expect(run(template, variables)).toEqual({ text, missing })
})

test.each<[path: string, json: string, text: unknown]>([
  ['a', '{"a": 1.50, "b": 1}', '1.5'],
  ['a', '{"a": 2.0}', '2'],
  ['a', '{"a": 1e21}', '1E+21'],
  ['a', '{"a": 9007199254740993}', '9007199254740993'],
  ['a', '{"a": 123456789012345678901234567890}', '123456789012345678901234567890'],
  ['a', '{"a": false}', 'False'],
  ['[a]', '{"a": null}', ''],
  ['a', '{"a": [1, 15.00, "é/\\u0001\\u2028", {"k": null}]}', '[1,15.0,"é/\\u0001\\u2028",{"k":null}]'],
  ['a', '{"a": "2024-02-29T23:59:59.5Z"}', '02/29/2024 23:59:59'],
  ['a', '{"a": "2024-02-29T23:59:59+01:00"}', '02/29/2024 22:59:59'],
  ['a', '{"a": "2023-02-29T00:00:00"}', '2023-02-29T00:00:00'],
  ['a', '{"a": "2024-02-29"}', '2024-02-29'],
  [
    'a',
    '{"a": ["2024-02-29T23:59:59.1230Z", "2024-02-29T01:00:00"]}',
    '["2024-02-29T23:59:59.123Z","2024-02-29T01:00:00"]',
  ],
  ['0', '[7, 8,]', '7'],
  ['[ 1 ]', '[7, 8]', '8'],
  ['[+1]', '[7, 8]', '8'],
  ['[2]', '[7, 8]', ''],
  ['[x]', '[7, 8]', '#{J[x]}'],
  ['[-1]', '[7, 8]', expect.objectContaining({ kind: 'runtime' })],
  ['a', "{a: 'it\\'s', // note\n}", "it's"],
  ['a', '{/* x */ $a_1: 0x1F, "a": 017}', '15'],
  ['$a_1', '{$a_1: 1}', expect.objectContaining({ kind: 'parse' })],
  ['[$a_1]', '{$a_1: 0x1F}', '31'],
  ['a', '{"a": NaN, "b": -Infinity}', 'NaN'],
  ['b', '{"a": undefined, "b": -Infinity}', '-Infinity'],
  ['a', '{"a": 1, "a": 2}', '2'],
  ['a', '{"a": 1} x', '#{J.a}'],
  ['a', '{"a": 1} // x', '1'],
  ['a', '{"a": 1', '#{J.a}'],
  ['a', '{"a": True}', '#{J.a}'],
  ['a', `{"a": ${'['.repeat(63)}${']'.repeat(63)}}`, `${'['.repeat(63)}${']'.repeat(63)}`],
  ['a', `{"a": ${'['.repeat(64)}${']'.repeat(64)}}`, '#{J.a}'],
  ['a', '"text"', '#{J.a}'],
  ['a.b', '{"a": "{\\"b\\": 5}"}', '5'],
  ['a', '{"a": "##{x}"}', '#{x}'],
])('section 5, JSON: %s of %s', (path, json, expected) => {
  const step = path.startsWith('[') ? path : `.${path}`
  expect(textOf(`#{J${step}}`, { J: json })).toEqual(expected)
})

test.each<[value: string, variables: Variables, chain: string[]]>([
  ['#{Q}', { Q: '#{Q}' }, ['Q', 'Q']],
  ['see #{Q}', { Q: '#{Q}' }, ['Q', 'Q', 'Q']],
  ['#{q}', { Q: '#{Q}' }, ['q', 'Q', 'Q']],
  ['#{P}', { P: '<#{R}>', R: '<#{P}>' }, ['P', 'R', 'P', 'R']],
])('section 6.3, recursion: %s with %j', (template, variables, chain) => {
  expect(run(template, variables).error).toEqual({ kind: 'recursion', symbol: chain.at(-1), chain })
})

test('section 6.3: using a variable twice is no recursion, nor is a branch that is not taken', () => {
  expect(textOf('#{A}#{A}#{B}', { A: 'x', B: '#{A}#{if No}#{B}#{/if}##{B}' })).toBe('xxx#{B}')
})

test.each([
  ...['', '0', 'no', 'No', ' NO ', 'false', '\tFalse\n'].map((value) => [value, false] as const),
  ...[' ', ' 0', '00', '0.0', 'off', 'null', 'N/A', 'true', '1', 'nope'].map((value) => [value, true] as const),
])('section 8, truth of %j is %s', (value, expected) => {
  expect(textOf('#{if V}yes#{/if}', { V: value })).toBe(expected ? 'yes' : '')
  expect(isTruthy(value, setOf({}))).toBe(expected)
  expect(isTruthy('#{V}', setOf({ V: value }))).toBe(expected)
})

test.each<[template: string, text: string, missing: string[]]>([
  ['#{if E == "Prod"}a#{/if}', 'a', []],
  ['#{if E == "prod"}a#{/if}', '', []],
  ['#{if E == "Prod "}a#{/if}', '', []],
  ['#{if E != "Test"}a#{/if}', 'a', []],
  ['#{if E == F}a#{/if}', 'a', []],
  ['#{if None == Nil}a#{/if}', 'a', []],
  ['#{if None != ""}a#{else}b#{/if}', 'b', []],
  ['#{if Broken}a#{/if}', 'a', ['#{Gone}']],
  ['#{if E == None | Trim}a#{else}b#{/if}', '#{if E == None | Trim }a#{else}b#{/if}', ['None | Trim']],
  ['#{if "x" == None | Trim}a#{/if}', '#{if None | Trim == "x" }a#{/if}', ['None | Trim']],
  ['#{if A | X == B | Y}a#{/if}', '#{if A | X == B | Y }a#{/if}', ['A | X']],
  ['#{unless None | Trim}a#{/unless}', '#{if None | Trim}#{else}a#{/if}', ['None | Trim']],
  ['#{if None}a#{elseif None | Trim}b#{else}c#{/if}', '#{if None | Trim}b#{else}c#{/if}', ['None | Trim']],
  ['#{if E}#{if None}x#{else}y#{/if}#{else}z#{/if}', 'y', []],
  ['#{if E} a\n#{/if}', ' a\n', []],
  ['#{if None}#{Gone}#{/if}', '', []],
])('section 8: %s', (template, text, missing) => {
  expect(run(template, { E: 'Prod', F: 'Prod', Broken: '<#{Gone}>' })).toEqual({ text, missing })
})

test.each<[template: string, variables: Variables, expected: unknown]>([
  ['#{each x in L}(#{x})#{/each}', {}, ''],
  ['#{each x in L}(#{x})#{/each}', { 'L.a': '1' }, ''],
  ['#{each x in L}(#{x})#{/each}', { 'L[b]': '2', 'L[a].n': '1' }, '(2)(a)'],
  ['#{each x in L}(#{x})#{/each}', { L: 'v', 'L[b]': '2' }, '(v)'],
  ['#{each x in L}(#{x})#{/each}', { L: 'a#{, b', 'L[b]': '2' }, '(2)'],
  ['#{each x in L}(#{x})#{/each}', { L: ',' }, '()()'],
  ['#{each x in L}(#{x})#{/each}', { L: '[1, "a,b", {"k": 1}]' }, '(1)(a,b)({"k":1})'],
  ['#{each x in L}(#{x})#{/each}', { L: '"a,b"' }, '("a)(b")'],
  ['#{each x in L.n}(#{x})#{/each}', { L: '{"n": null}' }, '()'],
  ['#{each x in L}(#{x.KEY}#{x.value.b})#{/each}', { L: '{"a": {"b": 1}}' }, '(a1)'],
  ['#{each x in a[x]}(#{x})#{/each}', { 'a[x][p]': '1', 'a[x][q]': '2' }, '(x)'],
  ['#{each x in a[x].I}(#{x})#{/each}', { 'a[x].I[p]': '1', 'a[x].I[q]': '2' }, '(1)(2)'],
  ['#{each x in L}#{x.Name}#{/each}', { 'L[a].Other': '1', 'x.Name': 'global' }, 'global'],
  ['#{each x in L}#{x.Name};#{/each}', { L: '[{"Other": 1}]', 'x.Name': 'global' }, ';'],
  ['#{each my item in L}#{my item}#{/each}', { L: 'a' }, 'a'],
  ['#{each in in L}#{in}#{/each}', { L: 'a' }, 'a'],
  ['#{each x in L}#{each x in M}#{x}#{/each}#{x}#{/each}', { L: 'a,b', M: '1' }, '1a1b'],
  ['#{each octopus in L}#{/each}', { L: 'a' }, expect.objectContaining({ kind: 'runtime' })],
  ['#{each octopus in L}#{/each}', {}, ''],
  ['#{each x in L}#{Octopus.Template.Each.First}#{Octopus.Name}#{/each}', { L: 'a', 'Octopus.Name': 'o' }, 'Trueo'],
  ['#{each x in L | Trim}#{/each}', { L: 'a' }, expect.objectContaining({ kind: 'parse' })],
])('section 9, loops: %s with %j', (template, variables, expected) => {
  expect(textOf(template, variables)).toEqual(expected)
})

test.each<[calculation: string, text: unknown]>([
  ['1 + 2 * 3', '7'],
  ['(1 + 2) * 3', '9'],
  ['10 - 4 - 3', '3'],
  ['8 / 4 / 2', '1'],
  ['.5 + 1.25', '1.75'],
  ['2-A', '-8'],
  ['{A}-2', '8'],
  ['A - 2', '#{A - 2}'],
  ['-2', '#{-2}'],
  ['(A*2)', '20'],
  ['(2*{A})', '20'],
  ['( 3+4)', '#{3+4}'],
  ['A+{ B }', '1010.5'],
  ['A + S', '#{A+S}'],
  ['1/0', 'Infinity'],
  ['{Neg}*2', '-3000'],
  ['0.1+0.2', '0.30000000000000004'],
  ['1 + 2.50 * Nope', '#{1+2.5*Nope}'],
  ['A +', expect.objectContaining({ kind: 'parse' })],
  ['(3 )', '#{calc (3 )}'],
  ['3A', '#{calc 3A}'],
])('section 10, calc %s', (calculation, expected) => {
  const variables = { A: '10', B: '1,000.5', S: 'text', Neg: ' -1.5e3 ' }
  expect(textOf(`#{calc ${calculation}}`, variables)).toEqual(expected)
})

test('section 10: a failed calculation is not reported', () => {
  expect(run('#{calc Nope+1}', {})).toEqual({ text: '#{Nope+1}', missing: [] })
})

test.each<[template: string, echo: string]>([
  ['#{ X . y [ #{ z . q } ]|F a "b c"  #{ w }}', '#{X.y[#{z.q}] | F "a" "b c" #{w}}'],
  ['#{X[ i ]}', '#{X[i ]}'],
  ['#{X | F \\"a"b\\"}', '#{X | F "a"b"}'],
  ['#{if X | F}a##{b#{c}#{elseif Y != "q"}d#{/if}', '#{if X | F}a##{b#{c}#{else}#{if Y != "q" }d#{/if}#{/if}'],
  [
    '#{if X | F}#{each i in L}#{i}#{/each}#{calc (1+{A})*2}#{/if}',
    '#{if X | F}#{each i in L}#{i}#{/each}#{1+A*2}#{/if}',
  ],
])('section 12, canonical text of %s', (template, echo) => {
  expect(run(template, {}).text).toBe(echo)
})

test.each<[template: string, text: string]>([
  ['a #{A,} b #{A}', 'a #{A,} b 1'],
  ['#{A} #{ ', '1 #{ '],
  ['#{if A == }#{A}#{/if}', '#{if A == }1#{/if}'],
  ['#{if A == B}#{A} #{A}', '#{if A == B}#{A} #{A}'],
  ['#{/if} #{A}', '#{/if} 1'],
  ['#{else} #{A}', '#{else} 1'],
  ['{ "x": "#{A}", "y": "#{{A}}" }', '{ "x": "1", "y": "#{{A}}" }'],
])('section 13, continue mode: %s', (template, text) => {
  expect(evaluate(template, setOf({ A: '1' }), { haltOnError: false }).text).toBe(text)
  expect(evaluate(template, setOf({ A: '1' }), { haltOnError: false }).error).toBeUndefined()
})

test('section 7.2: a custom filter is asked when the built-in one gave nothing', () => {
  const filters = new Map([
    ['Shout', (value: string | null, options: readonly string[]) => value && `${value}!${options.join('')}`],
    ['trim', () => 'custom'],
  ])
  const options = { filters }
  expect(evaluate('#{A | shout x}', setOf({ A: '1' }), options).text).toBe('1!x')
  expect(evaluate('#{A | Trim} #{None | Trim}', setOf({ A: ' 1 ' }), options).text).toBe('1 custom')
})
