import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createVariables, evaluate, type TemplateOptions } from '../index.ts'

// Template reference 11. A row is: value (null for a missing variable), the filter with its options, outcome. `null` as the
// outcome means that the token is echoed; an Error that the evaluation ends.

type Row = readonly [value: string | null, call: string, expected: string | null | typeof failure]
const failure = Symbol('runtime error')

const tools: TemplateOptions = {
  now: Date.UTC(2031, 1, 28, 13, 5, 9, 70),
  hash: (algorithm, bytes) => createHash(algorithm).update(bytes).digest('hex').toUpperCase(),
  markdown: (text) => `<p>${text}</p>\n`,
}

function apply(value: string | null, call: string, options: TemplateOptions = tools): string | null | typeof failure {
  // Verbatim, so that a value with an opener tests the filter and nothing else.
  const variables = createVariables(value === null ? [] : [{ name: 'V', value, verbatim: true }])
  const { text, missing, error } = evaluate(`#{V | ${call}}`, variables, options)
  if (error) return error.kind === 'runtime' ? failure : `${error.kind} error`
  return missing.length > 0 ? null : text
}

const check = (value: string | null, call: string, expected: Row[2]): void => {
  expect(apply(value, call)).toBe(expected)
}

test.each<Row>([
  ['Straße É', 'ToUpper', 'STRAßE É'],
  ['ÀB', 'ToLower', 'àb'],
  ['a', 'ToUpper x', null],
  [null, 'ToUpper', null],
  [`&<>"'/`, 'HtmlEscape', '&amp;&lt;&gt;&quot;&apos;&#x2F;'],
  [`&<>"'/`, 'XmlEscape', '&amp;&lt;&gt;&quot;&apos;/'],
  ['a"\\\r\n\t\u0001é', 'JsonEscape', 'a\\"\\\\\\r\\n\\t\u0001é'],
  ["it's\n\nx\r\ny", 'YamlSingleQuoteEscape', "it''s\n\n\nx\r\n\r\ny"],
  ['a\r\n\t\\"é\u0001😀', 'YamlDoubleQuoteEscape', 'a\\r\\n\\t\\\\\\"\\u00e9\\u0001\\ud83d\\ude00'],
  ['a:b=c þÿ\t\\', 'PropertiesKeyEscape', 'a\\:b\\=c\\ þ\\u00ff\\t\\\\'],
  ['  a:b=c ÿ', 'PropertiesValueEscape', '\\  a:b=c \\u00ff'],
  ["é %-._~:/?#[]@!$&'()*+,;=", 'UriEscape', "%C3%A9%20%25-._~:/?#[]@!$&'()*+,;="],
  ["é /-._~!*'()", 'UriDataEscape', '%C3%A9%20%2F-._~%21%2A%27%28%29'],
  [' *x* ', 'Markdown', '<p>*x*</p>\n\n'],
  ['x', 'MarkdownToHtml y', null],
])('11.1, %j | %s', check)

test.each<Row>([
  ['a', 'Append b c', 'abc'],
  [null, 'Prepend b c', 'bc'],
  ['a', 'Prepend b', 'ba'],
  ['a', 'Append', null],
  [' a ', 'Trim', 'a'],
  [' a ', 'Trim START', 'a '],
  [' a ', 'Trim end x', ' a'],
  [' a ', 'Trim both', null],
  ['\u200ba\ufeff', 'Trim', '\u200ba\ufeff'],
  ['abc', 'Substring 2', 'ab'],
  ['abc', 'Substring 3 5', ''],
  ['abc', 'Substring 4 0', null],
  ['abc', 'Substring -1', null],
  ['abc', 'Substring 1 99', 'bc'],
  ['abc', 'Substring', null],
  ['abc', 'Substring 1 2 3', null],
  ['abc', 'Substring x', null],
  ['abcd', 'Truncate 2', 'ab...'],
  ['abcd', 'Truncate 2 "" x', 'ab'],
  ['abcd', 'Truncate 4', 'abcd'],
  ['abcd', 'Truncate -1', null],
  ['', 'Indent a b c', ''],
  ['a\nb', 'Indent', '    a\n    b'],
  ['a\nb', 'Indent 2', '  a\n  b'],
  ['a\nb', 'Indent /2', 'a\n  b'],
  ['a\nb', 'Indent 1/2', ' a\n  b'],
  ['a\nb', 'Indent 256', '256a\n256b'],
  ['a\nb', 'Indent "1 /2"', '1 /2a\n1 /2b'],
  ['a\nb', 'Indent ">" "-"', '>a\n-b'],
  ['a\nb', 'Indent a b c', null],
  ['abc', 'StartsWith ab', 'true'],
  ['abc', 'StartsWith Ab', 'false'],
  ['abc', 'EndsWith ""', 'true'],
  ['abc', 'Contains b', 'true'],
  ['abc', 'Contains b c', null],
])('11.2, text: %j | %s', check)

test.each<Row>([
  ['Geneva', 'Replace e', 'Gnva'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: references of the pattern language, not of this one
  ['Geneva', 'Replace "(.)(?<w>[ae])" "$2$1${w}${x}$3" extra', 'eGe${x}$3ene${x}$3ava${x}$3'],
  ['abc', 'Replace b "[$0|$&|$$|$`|$\'|$_]"', 'a[b|b|$|a|c|abc]c'],
  ['ab', 'Replace "(a)(x)?" "<$1$2$+$10>"', '<a$10>b'],
  ['aXbx', 'Replace "(?i)x" -', 'a-b-'],
  ['a\nb\n', 'Replace \\"$\\" _', 'a\nb_\n_'],
  ['a\nb\n', 'Replace \\"(?m)$\\" _', 'a_\nb_\n_'],
  ['a\nb\n', 'Replace \\"b\\z\\" _', 'a\nb\n'],
  ['a\nb\n', 'Replace \\"b\\Z\\" _', 'a\n_\n'],
  ['a\nb', 'Replace "." "-"', '-\n-'],
  ['a b', 'Replace \\"(?x) a \\s b # note\\" _', '_'],
  ['é٣ _-', 'Replace \\"\\w\\" x', 'xx x-'],
  ['a٣', 'Replace \\"\\d\\" x', 'ax'],
  ['a\u00a0b', 'Replace \\"[\\s]\\" x', 'axb'],
  ['a-b', 'Replace \\"[\\W]\\" x', 'axb'],
  ['price: 5', 'Replace \\"(?<=: )\\d\\" 6', 'price: 6'],
  ['abc', 'Replace', null],
  ['abc', 'Replace "("', failure],
  ['abc', 'Match \\"^a.c$\\"', 'true'],
  ['abc\n', 'Match \\"^a.c$\\"', 'true'],
  ['abd', 'Match "^a.c"', 'false'],
  ['abd', 'Match a b', null],
  ['abd', 'Match "["', failure],
  ['abc', 'Match "a(?=b)"', failure],
])('11.2, 11.7, expressions: %j | %s', check)

test.each<Row>([
  ['é', 'ToBase64', 'w6k='],
  ['é', 'ToBase64 UTF-8', 'w6k='],
  ['é', 'ToBase64 unicode', '6QA='],
  ['é', 'ToBase64 ascii', null],
  ['é', 'ToBase64 utf8 utf8', null],
  ['w6\nk=', 'FromBase64', 'é'],
  ['6QA=', 'FromBase64 Unicode', 'é'],
  ['6QA=', 'FromBase64 x', null],
  ['6QA', 'FromBase64 x', failure],
  ['', 'FromBase64', ''],
  ['Geneva', 'SHA1 4', 'eacb2015'],
  ['', 'MD5', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['', 'md5 99', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['w6k=', 'SHA256 base64 2', createHash('sha256').update('é').digest('hex').slice(0, 4)],
  ['é', 'SHA384 2 unicode', createHash('sha384').update('é', 'utf16le').digest('hex').slice(0, 4)],
  ['é', 'SHA512 utf8', createHash('sha512').update('é').digest('hex')],
  ['a', 'SHA1 0', null],
  ['a', 'SHA1 -1', null],
  ['a', 'SHA1 1 1', null],
  ['a', 'SHA1 utf8 utf-8', null],
  ['a', 'SHA1 1 utf8 x', null],
  ['a', 'SHA1 base64', null],
])('11.2, 11.3, bytes: %j | %s', check)

test.each<Row>([
  [null, 'NowDate', '2031-02-28T13:05:09.0700000'],
  [null, 'NowDateUtc', '2031-02-28T13:05:09.0700000Z'],
  [null, 'NowDate "dd/MM HH"', '28/02 13'],
  [null, 'NowDate x', failure],
  [null, 'NowDate d d', null],
  ['x', 'NowDate', null],
  ['2031-02-28', 'AddDays 1', '2031-03-01T00:00:00.0000000'],
  ['2031-02-28T10:00:00.1234567Z', 'AddHours "-0.5"', '2031-02-28T09:30:00.1234567Z'],
  ['2031-02-28 10:00 +02:00', 'AddHours 24', '2031-03-01T10:00:00.0000000+02:00'],
  ['9999-12-31', 'AddDays 1', null],
  ['0001-01-01', 'AddHours -1', null],
  ['2031-02-28', 'AddDays "1,000"', null],
  ['2031-02-28', 'AddDays 1 2', null],
  ['soon', 'AddDays 1', null],
])('11.4, dates: %j | %s', check)

test.each<Row>([
  ['1234.5', 'Format N2', '1,234.50'],
  ['2031', 'Format d', null],
  ['2031', 'Format N0', '2,031'],
  ['2031-02-28', 'Format d', '02/28/2031'],
  ['x', 'Format N2', null],
  ['10', 'Format INT X', 'A'],
  ['10', 'Format X', null],
  ['10.5', 'Format int D', null],
  ['1e3', 'Format double "0.0"', '1000.0'],
  ['1e3', 'Format double N1', '1,000.0'],
  ['1e3', 'Format decimal N1', null],
  ['2031-02-28T10:00:00+02:00', 'Format date t', '08:00'],
  ['2031-02-28T10:00:00+02:00', 'Format DateTimeOffset t', '10:00'],
  ['2031-02-28', 'Format datetimeoffset U', null],
  ['5', 'Format', null],
  ['5', 'Format int D 3', null],
  ['5', 'Format money N', null],
])('11.5, Format: %j | %s', check)

const link = 'https://u:p@h.example:8080/a%20b?q=1#f'
test.each<Row>([
  ...[
    ['AbsolutePath', '/a%20b'],
    ['Path', '/a b'],
    ['AbsoluteUri', link],
    ['Authority', 'h.example:8080'],
    ['DnsSafeHost', 'h.example'],
    ['Host', 'h.example'],
    ['HostAndPort', 'h.example:8080'],
    ['SchemeAndServer', 'https://h.example:8080'],
    ['HostNameType', 'Dns'],
    ['IsAbsoluteUri', 'true'],
    ['IsDefaultPort', 'false'],
    ['IsFile', 'false'],
    ['IsLoopback', 'false'],
    ['IsUnc', 'false'],
    ['Port', '8080'],
    ['Scheme', 'https'],
    ['Query', '?q=1'],
    ['Fragment', '#f'],
    ['pathandquery', '/a%20b?q=1'],
    ['UserInfo', 'u:p'],
  ].map(([part, text]): Row => [link, `UriPart ${part} more`, text!]),
  ['HTTP://Example.COM:80', 'UriPart AbsoluteUri', 'http://example.com/'],
  ['http://h/a/../b c', 'UriPart AbsolutePath', '/b%20c'],
  ['https://h', 'UriPart HostAndPort', 'h:443'],
  ['https://h', 'UriPart Authority', 'h'],
  ['http://[::1]:81/', 'UriPart Host', '[::1]'],
  ['http://[::1]:81/', 'UriPart DnsSafeHost', '::1'],
  ['http://[::1]:81/', 'UriPart IsLoopback', 'true'],
  ['http://10.0.0.1', 'UriPart HostNameType', 'IPv4'],
  ['x:y', 'UriPart Port', '-1'],
  ['file:///etc', 'UriPart IsFile', 'true'],
  ['file://server/share', 'UriPart IsUnc', 'true'],
  ['http://h:70000/', 'UriPart Port', 'http://h:70000/'],
  ['/path', 'UriPart IsAbsoluteUri', 'false'],
  ['/path', 'UriPart Host', '[UriPart Host error: This operation is not supported for a relative URI.]'],
  [link, 'UriPart', '[UriPart error: no argument given]'],
  [link, 'UriPart Best', "[UriPart Best error: argument 'Best' not supported]"],
])('11.6, %j | %s', check)

test.each<[version: string, parts: readonly string[] | typeof failure]>([
  ['1.2.3.4', ['1', '2', '3', '4', '', '', '', '']],
  ['v2.10.0-beta.7+sha', ['2', '10', '0', '0', 'beta.7', 'beta', '7', 'sha']],
  ['1.2.3.4-my-branch.1.2', ['1', '2', '3', '4', 'my-branch.1.2', 'my', 'branch.1.2', '']],
  ['1.2.3.4.5', ['1', '2', '3', '4', '5', '5', '', '']],
  ['01.002', ['1', '2', '0', '0', '', '', '', '']],
  ['beta', ['0', '0', '0', '0', 'beta', 'beta', '', '']],
  ['1.2.3beta1', ['1', '2', '3', '0', 'beta1', 'beta1', '', '']],
  [' V 1 . 2_rc\\x+a.b+c ', ['1', '2', '0', '0', 'rc\\x', 'rc', 'x', 'a.b+c']],
  ['', failure],
  ['1.2.3 beta!', failure],
  ['2147483648', failure],
])('11.6, the parts of version %j', (version, parts) => {
  const names = [
    'Major',
    'Minor',
    'Patch',
    'Revision',
    'PreRelease',
    'PreReleasePrefix',
    'PreReleaseCounter',
    'Metadata',
  ]
  const found = names.map((name) => apply(version, `Version${name} ignored`))
  expect(found).toEqual(parts === failure ? names.map(() => failure) : parts)
})

test.each(['MD5', 'SHA256', 'Markdown', 'NowDate'])('without its tool, %s is echoed', (name) => {
  expect(apply(name === 'NowDate' ? null : 'x', name, {})).toBeNull()
})

test('base64 round-trips any text in either encoding', async () => {
  await fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('utf8', 'unicode'), (text, encoding) => {
      expect(apply(text, `ToBase64 ${encoding} | FromBase64 ${encoding}`)).toBe(text)
    }),
  )
})

test('JsonEscape makes the inside of a JSON string of any line of text', async () => {
  await fc.assert(
    fc.property(fc.string(), (text) => {
      const escaped = apply(text, 'JsonEscape')
      expect(JSON.parse(`"${String(escaped)}"`)).toBe(text)
    }),
  )
})
