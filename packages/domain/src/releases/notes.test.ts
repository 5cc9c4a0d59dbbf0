import { expect, test } from 'vitest'
import { releaseNotesMarkdown } from './index.ts'

const web = { packageId: 'Web', version: '1.2.0' }
const tools = { packageId: 'Tools', version: '9' }
const commit = { id: 'abc123', linkUrl: 'https://git.example/abc123', text: 'Fix the menu\n\nIt was upside down.' }
const item = { id: 'WEB-7', linkUrl: null, text: 'Menu' }

test('without build information: own notes, then packages', () => {
  const text = releaseNotesMarkdown({ notes: ' Fixes. \n', packages: [web, tools, web], changes: null })
  expect(text).toBe('Fixes.\n\n### Package Versions\n\n- Web.1.2.0\n- Tools.9')
})

test.each([
  { notes: null, packages: [], gives: '' },
  { notes: 'Fixes.', packages: [], gives: 'Fixes.' },
  { notes: '  ', packages: [web], gives: '### Package Versions\n\n- Web.1.2.0' },
])('leaves out what there is nothing of: $gives', ({ notes, packages, gives }) => {
  expect(releaseNotesMarkdown({ notes, packages, changes: null })).toBe(gives)
})

test('with build information: everything of all changes once, on one line each', () => {
  const changes = [
    { packages: [web], workItems: [item], commits: [commit] },
    {
      packages: [web, tools],
      workItems: [item],
      commits: [commit, { ...commit, id: 'def456', linkUrl: 'https://git.example/def456', text: '' }],
    },
  ]
  expect(releaseNotesMarkdown({ notes: 'not shown', packages: [], changes })).toBe(
    [
      '## Release Information',
      '### Package Versions',
      '- Web.1.2.0\n- Tools.9',
      '### Work Items',
      '- WEB-7 - Menu',
      '### Commits',
      '- [abc123](https://git.example/abc123) - Fix the menu It was upside down.\n- [def456](https://git.example/def456)',
    ].join('\n\n'),
  )
})
