import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createVariables, type Evaluation, evaluate, type TemplateOptions } from './index.ts'

// The numbered examples of the template reference, section 18.

type Variables = Readonly<Record<string, string>>
type Outcome =
  | string
  | null
  | { readonly text?: string | null; readonly missing?: readonly string[]; readonly error?: unknown }
type Example = readonly [number: number, template: string, variables: Variables, outcome: Outcome]

const tools: TemplateOptions = { hash: (algorithm, bytes) => createHash(algorithm).update(bytes).digest('hex') }

function run(template: string, variables: Variables): Evaluation {
  const entries = Object.entries(variables).map(([name, value]) => ({ name, value }))
  return evaluate(template, createVariables(entries), tools)
}

function expectOutcome(template: string, variables: Variables, outcome: Outcome): void {
  const wanted = outcome === null || typeof outcome === 'string' ? { text: outcome } : outcome
  const { text, missing, error } = run(template, variables)
  expect({ text, missing, error }).toEqual({ text: template, missing: [], error: undefined, ...wanted })
}

const echoed = (text: string, ...missing: string[]): Outcome => ({ text, missing })
const parseError = (line: number, column: number): Outcome => ({
  error: { kind: 'parse', line, column, recent: expect.any(String) },
})

const textAndNames: readonly Example[] = [
  [1, 'Hi ##{Who} and #{Who}!', { Who: 'Ann' }, 'Hi #{Who} and Ann!'],
  [2, '###{Who} ####{Who}', { Who: 'Ann' }, '#Ann ###{Who}'],
  [3, '#{ site . name }', { 'Site.Name': 'north' }, 'north'],
  [4, '#{Release Notes}', { 'release notes': 'n/a' }, 'n/a'],
  [5, '#{Stage[Prod].Url}', { 'stage[prod].url': 'http://p' }, 'http://p'],
  [6, '#{Stage[#{Env}].Url}', { Env: 'Test', 'Stage[Test].Url': 'http://t' }, 'http://t'],
  [7, '#{Stage[Prod]} / #{Stage}', { 'Stage[Prod].Url': 'http://p' }, echoed('Prod / #{Stage}', '#{Stage}')],
  [8, '#{Host[*].Ip}', { 'Host[web1].Ip': '10.0.0.1', 'Host[web2].Ip': '10.0.0.2' }, '10.0.0.1'],
  [9, '#{Full}', { Full: '#{First}-#{Last}', First: 'a', Last: 'b' }, 'a-b'],
  [10, '#{Full}', { Full: '#{First}-#{Gone}', First: 'a' }, echoed('a-#{Gone}', '#{Gone}')],
  [11, '#{Raw} ok', { Raw: 'half #{open' }, 'half #{open ok'],
  [12, 'ok #{half', {}, parseError(1, 4)],
  [13, '#{price,}', { price: '1' }, parseError(1, 1)],
  [14, '#{unless Done}x', { Done: 'no' }, echoed('#{unless Done}x', '#{unless Done}')],
]

const shout = '#{City | Shout "1" "two words" #{City}}'
const filters: readonly Example[] = [
  [15, '#{City|toupper}', { City: 'Bern' }, 'BERN'],
  [16, '#{City | Shout  1 "two words"  #{City}}', { City: 'Bern' }, echoed(shout, shout)],
  [17, '#{Nope | Append n a}', {}, 'na'],
  [18, '#{Nope | Trim}', {}, echoed('#{Nope | Trim}', '#{Nope | Trim}')],
  [19, '#{City | Append #{Sep}#{Sep} end}', { City: 'Bern', Sep: '-' }, 'Bern--end'],
  [20, '#{City | Append #{Sep} | ToUpper}', { City: 'Bern', Sep: '-' }, parseError(1, 1)],
  [21, '#{City | Append #{Sep}| ToUpper}', { City: 'Bern', Sep: '-' }, 'BERN-'],
  [22, '#{City | Append \\" #1 "hi"\\"}', { City: 'Bern' }, 'Bern #1 "hi"'],
  [23, '#{City | Replace "[aeiou]" "<$0>"}', { City: 'Geneva' }, 'G<e>n<e>v<a>'],
  [24, '#{City | Substring 2 3}', { City: 'Geneva' }, 'nev'],
  [25, '#{City | Truncate 3 "~"}', { City: 'Geneva' }, 'Gen~'],
  [26, '#{City | Truncate 3}', { City: 'Geneva' }, 'Gen...'],
  [27, '#{Poem | Indent 1/2}', { Poem: 'x\ny' }, ' x\n  y'],
  [28, '#{Tag | PropertiesKeyEscape}', { Tag: 'a b=ÿ' }, 'a\\ b\\=\\u00ff'],
  [29, '#{Html | HtmlEscape}', { Html: "<b>'/'</b>" }, '&lt;b&gt;&apos;&#x2F;&apos;&lt;&#x2F;b&gt;'],
  [30, '#{City | SHA1 4}', { City: 'Geneva' }, 'eacb2015'],
  [31, '#{Ver | VersionPreRelease} #{Ver | VersionPreReleaseCounter}', { Ver: 'v2.10.0-beta.7+sha' }, 'beta.7 7'],
  [32, '#{When | AddDays 1 | Format "dd MMM yyyy"}', { When: '2031-02-28 10:00' }, '01 Mar 2031'],
  [33, '#{Amount | Format "#,0.0"}', { Amount: '1234.56' }, parseError(1, 1)],
  [34, '#{Amount | Format \\"#,0.0\\"}', { Amount: '1234.56' }, '1,234.6'],
  [35, '#{Link | UriPart Port}', { Link: 'https://x.example/y' }, '443'],
  [36, '#{City | null} ignored', { City: 'Bern' }, null],
]

const conditionals: readonly Example[] = [
  [37, '#{if Debug}on#{else}off#{/if}', { Debug: ' False ' }, 'off'],
  [38, '#{if Debug}on#{else}off#{/if}', { Debug: ' 0' }, 'on'],
  [39, '#{if Env == "Prod"}p#{elseif Env == "Test"}t#{else}?#{/if}', { Env: 'Test' }, 't'],
  [40, '#{if "PROD" == Env | ToUpper}yes#{/if}', { Env: 'Prod' }, 'yes'],
  [41, '#{unless Octopus.Release.Channel.Name == "Hotfix"}full#{else}quick#{/unless}', {}, 'full'],
  [42, '#{if Env | Shout}a#{/if}', { Env: 'Prod' }, echoed('#{if Env | Shout}a#{/if}', 'Env | Shout')],
  [43, '#{if Blank == Nothing}same#{/if}', { Blank: '' }, 'same'],
]

const each = (field: string): string => `#{Octopus.Template.Each.${field}}`
const loops: readonly Example[] = [
  [44, '#{each h in Host}#{h}=#{h.Ip};#{/each}', { 'Host[web1].Ip': '1', 'Host[web2].Ip': '2' }, 'web1=1;web2=2;'],
  [
    45,
    `#{each n in List}${each('Index')}:#{n}#{unless Octopus.Template.Each.Last},#{/unless}#{/each}`,
    { List: 'p,q,r' },
    '0:p,1:q,2:r',
  ],
  [46, '#{each n in List}(#{n})#{/each}', { List: 'p, ,q' }, '(p)( )(q)'],
  [47, '#{each n in List}(#{n})#{/each}', { List: '' }, '()'],
  [
    48,
    '#{each kv in Map}#{kv.Key}->#{kv.Value} #{/each}',
    { Map: '{a: 1.0, b: [true, null]}' },
    'a->1 b->[true,null] ',
  ],
  [49, '#{each n in List}#{Say}#{/each}', { List: 'p', Say: '#{n}' }, echoed('#{n}', '#{n}')],
]

const json: readonly Example[] = [
  [50, '#{Cfg.db.ports[1]}', { Cfg: '{"db":{"ports":[1433, 1434]}}' }, '1434'],
  [51, '#{Cfg.db}', { Cfg: "{db: {host: 'h', size: 2.0}}" }, '{"host":"h","size":2.0}'],
  [
    52,
    '[#{Cfg.DB}] [#{Cfg.none}] #{Cfg.none.deeper}',
    { Cfg: '{"db":"x"}' },
    echoed('[] [] #{Cfg.none.deeper}', '#{Cfg.none.deeper}'),
  ],
  [53, '#{Cfg.flag} #{Cfg.at}', { Cfg: '{"flag":true,"at":"2024-02-29T23:59:59Z"}' }, 'True 02/29/2024 23:59:59'],
  [54, '#{Cfg.a} #{Cfg.b}', { Cfg: '{"a":"json","b":"json"}', 'Cfg.a': 'variable' }, 'variable json'],
  [
    55,
    '#{Cfg.a.b} #{Cfg.a.c}',
    { Cfg: '{"a":{"b":"json","c":"json"}}', 'Cfg.a.b': 'variable' },
    echoed('variable #{Cfg.a.c}', '#{Cfg.a.c}'),
  ],
  [56, '#{Cfg.self}', { Cfg: '{"self":"#{Cfg.other}","other":"found"}' }, 'found'],
]

const calculations: readonly Example[] = [
  [57, '#{calc Base + 2 * (3 - 1)}', { Base: '10' }, '14'],
  [58, '#{calc {Base}-1} #{calc Base-1}', { Base: '10' }, '9 #{Base-1}'],
  [59, '#{calc Base/4} #{calc {Base}/4}', { Base: '10' }, '#{Base/4} 2.5'],
  [60, '#{calc (2*Base)}', { Base: '10' }, parseError(1, 1)],
  [61, '#{calc Base * 100000000000000}', { Base: '10' }, '1E+15'],
  [62, '#{calc Nope + 1}', {}, '#{Nope+1}'],
]

const recursion: readonly Example[] = [
  [
    63,
    '#{P}',
    { P: '<#{R}>', R: '<#{P}>' },
    { error: { kind: 'recursion', symbol: 'R', chain: ['P', 'R', 'P', 'R'] } },
  ],
  [64, '#{P}', { P: '##{P}' }, '#{P}'],
]

test.each(textAndNames)('text and names, example %i: %s', (_, ...example) => expectOutcome(...example))
test.each(filters)('filters, example %i: %s', (_, ...example) => expectOutcome(...example))
test.each(conditionals)('conditionals, example %i: %s', (_, ...example) => expectOutcome(...example))
test.each(loops)('loops, example %i: %s', (_, ...example) => expectOutcome(...example))
test.each(json)('JSON, example %i: %s', (_, ...example) => expectOutcome(...example))
test.each(calculations)('calculations, example %i: %s', (_, ...example) => expectOutcome(...example))
test.each(recursion)('recursion, example %i: %s', (_, ...example) => expectOutcome(...example))
