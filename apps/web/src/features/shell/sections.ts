import {
  IconBooks,
  IconChecklist,
  IconHandStop,
  IconHistory,
  IconLayoutDashboard,
  IconServer2,
  IconStack2,
  IconStairsUp,
  IconTimeline,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react'
import { INFRASTRUCTURE } from '../infrastructure/parts.ts'
import { SETTINGS } from '../settings/parts.ts'

interface Section {
  readonly name: string
  readonly path: readonly string[]
  readonly icon: TablerIcon
  /** Further pages that belong to it. */
  readonly also?: readonly string[]
}

/** The parts of a space, as the navigation has them. */
export const SECTIONS: readonly Section[] = [
  { name: 'Dashboard', path: [], icon: IconLayoutDashboard },
  { name: 'Projects', path: ['projects'], icon: IconStack2, also: ['project-groups'] },
  { name: 'Approvals', path: ['approvals'], icon: IconHandStop },
  { name: 'Tasks', path: ['tasks'], icon: IconChecklist },
  { name: 'Targets', path: ['targets'], icon: IconServer2, also: INFRASTRUCTURE.map(({ path }) => path) },
  { name: 'Environments', path: ['environments'], icon: IconStairsUp },
  { name: 'Lifecycles', path: ['lifecycles'], icon: IconTimeline },
  { name: 'Tenants', path: ['tenants'], icon: IconUsersGroup },
  { name: 'Library', path: ['library'], icon: IconBooks },
  { name: 'Audit', path: ['audit'], icon: IconHistory },
]

/** Pages inside of others, which the search finds too. */
export const INNER_PAGES: readonly Pick<Section, 'name' | 'path'>[] = [
  ...INFRASTRUCTURE.filter(({ path }) => path !== 'targets').map(({ name, path }) => ({ name, path: [path] })),
  { name: 'Add a target', path: ['targets', 'new'] },
  { name: 'Project groups', path: ['project-groups'] },
  { name: 'Variable sets', path: ['library', 'variable-sets'] },
  { name: 'Script modules', path: ['library', 'script-modules'] },
  { name: 'Packages', path: ['library', 'packages'] },
  { name: 'Feeds', path: ['library', 'feeds'] },
  { name: 'Tag sets', path: ['tenants', 'tag-sets'] },
  ...SETTINGS.map(({ name, path }) => ({ name, path: ['settings', path] })),
  { name: 'Your profile', path: ['profile'] },
  { name: 'API keys', path: ['api-keys'] },
]
