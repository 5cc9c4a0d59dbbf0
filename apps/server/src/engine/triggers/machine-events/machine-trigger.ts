import type { MachineFilter } from '@flotilla/domain/triggers'
import { sql } from 'kysely'
import type { ActionBody, FilterBody } from '../../../features/project-triggers/schema.ts'

/** A trigger that acts on events of machines. */
export interface MachineTrigger {
  readonly id: string
  readonly project_id: string
  readonly document: { readonly IsDisabled?: boolean; readonly Filter: FilterBody; readonly Action: ActionBody }
}

/** Whether a row of `project_trigger` is one. */
export const isMachineTrigger = sql<boolean>`document -> 'Filter' ->> 'FilterType' = 'MachineFilter'
  and document -> 'Action' ->> 'ActionType' = 'AutoDeploy'`

/** Whether it brings only what machines lack. */
export const deploysOnlyMissing = ({ document }: Pick<MachineTrigger, 'document'>): boolean =>
  document.Action.ShouldDeployOnlyMissing === true

/** Which events it watches. One that has become a schedule watches none. */
export function filterOf({ document: { Filter } }: Pick<MachineTrigger, 'document'>): MachineFilter {
  const {
    EnvironmentIds = [],
    Roles = [],
    EventGroups = [],
    EventCategories = [],
  } = Filter as unknown as Readonly<Record<string, readonly string[] | undefined>>
  return {
    environmentIds: EnvironmentIds as MachineFilter['environmentIds'],
    roles: Roles,
    eventGroups: EventGroups,
    eventCategories: EventCategories,
  }
}
