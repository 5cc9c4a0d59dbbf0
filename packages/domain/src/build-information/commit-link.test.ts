import { expect, test } from 'vitest'
import { commitLink } from './index.ts'

test.each([
  ['https://github.com/acme/web.git', 'abc', 'https://github.com/acme/web/commit/abc'],
  ['https://user:secret@github.com/acme/web/', 'abc', 'https://github.com/acme/web/commit/abc'],
  ['http://gitlab.acme.local:8080/g/web.git', 'abc', 'http://gitlab.acme.local:8080/g/web/-/commit/abc'],
  ['https://bitbucket.org/acme/web', 'abc', 'https://bitbucket.org/acme/web/commits/abc'],
  ['https://github.com/acme/web', 'a/../b', 'https://github.com/acme/web/commit/a%2F..%2Fb'],
  ['https://github.com/acme/web', ' ', null],
  ['git@github.com:acme/web.git', 'abc', null],
  ['javascript:alert(1)', 'abc', null],
  ['', 'abc', null],
])('%s %s', (root, id, gives) => expect(commitLink(root, id)).toBe(gives))
