import type { VariableContext } from '@flotilla/domain/variables'
import { deploymentContext } from '../../features/variables/context.ts'
import type { RunSnapshot } from './run-snapshot.ts'

/** Where the variables of a run are looked up before it is known which step or machine asks. */
export const runContext = ({ names }: Pick<RunSnapshot, 'names'>): VariableContext =>
  deploymentContext({
    projectId: names.project.id,
    channelId: names.channel?.id ?? null,
    runbookId: names.runbook?.id,
    environmentId: names.environment.id,
    tenant: names.tenant,
  })
