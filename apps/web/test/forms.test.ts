import { describe, expect, test } from 'vitest'
import { acmePages } from './acme-pages.ts'
import { barriersOf, hasBrowser } from './browser.ts'
import { libraryForms } from './forms/library.ts'
import { peopleForms } from './forms/people.ts'
import { placeForms } from './forms/places.ts'
import { processForms } from './forms/processes.ts'
import { projectForms } from './forms/projects.ts'
import { variableForms } from './forms/variables.ts'

describe.skipIf(!hasBrowser)('the forms', () => {
  // One server for all of them: starting one takes seconds.
  const pages = acmePages({
    space: 'Acme',
    promptedMode: 'Promote',
    shipped: null,
    tenants: [{ name: 'North', connected: { 'Web API': ['Test', 'Staging'] } }],
  })
  processForms(pages)
  projectForms(pages)
  placeForms(pages)
  variableForms(pages)
  libraryForms(pages)
  peopleForms(pages)

  const PAGES = [
    '/projects/web-ui/runbooks',
    '/projects/web-ui/runbooks/restart-it',
    '/projects/web-ui/runbooks/restart-it/run',
    '/settings/users',
    '/settings/users/Users-1',
    '/settings/teams',
    '/settings/teams/Teams-2',
    '/settings/roles',
    '/settings/spaces',
    '/settings/server',
    '/project-groups',
    '/profile',
    '/library/variable-sets',
    '/library/variable-sets/LibraryVariableSets-1',
    '/library/script-modules',
    '/library/script-modules/LibraryVariableSets-2',
    '/library/packages',
    '/library/feeds',
    '/tenants',
    '/tenants/Tenants-1',
    '/tenants/tag-sets',
    '/environments',
    '/lifecycles',
    '/lifecycles/Lifecycles-2',
    '/projects/web-ui/settings',
    '/projects/web-ui/triggers',
    '/projects/web-ui/channels',
    '/projects/web-ui/process',
    '/projects/web-ui/variables',
  ]
  test.each(PAGES)('nothing keeps anybody out of the page %j, in light and dark', async (path) => {
    expect(await barriersOf(pages.page, pages.at(path))).toEqual([])
  })

  test('W3: all the while the browser had nothing to complain about', () => {
    expect(pages.admin.complaints).toEqual([])
  })
})
