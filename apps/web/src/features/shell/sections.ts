import {
  IconChecklist,
  IconHandStop,
  IconHistory,
  IconLayoutDashboard,
  IconServer2,
  IconStack2,
  IconStairsUp,
  IconTimeline,
  IconUsersGroup,
} from '@tabler/icons-react'

/** The parts of a space, as the navigation has them. */
export const SECTIONS = [
  { name: 'Dashboard', path: [], icon: IconLayoutDashboard },
  { name: 'Projects', path: ['projects'], icon: IconStack2 },
  { name: 'Approvals', path: ['approvals'], icon: IconHandStop },
  { name: 'Tasks', path: ['tasks'], icon: IconChecklist },
  { name: 'Targets', path: ['targets'], icon: IconServer2 },
  { name: 'Environments', path: ['environments'], icon: IconStairsUp },
  { name: 'Lifecycles', path: ['lifecycles'], icon: IconTimeline },
  { name: 'Tenants', path: ['tenants'], icon: IconUsersGroup },
  { name: 'Audit', path: ['audit'], icon: IconHistory },
] as const
