import { Type } from 'typebox'
import { Answer, AnyObject, Links } from '../../http/answers.ts'

const Counts = Type.Record(Type.String(), Type.Integer())
const summary = {
  TotalMachines: Type.Integer(),
  TotalDisabledMachines: Type.Integer(),
  MachineHealthStatusSummaries: Counts,
  MachineEndpointSummaries: Counts,
  MachineTenantSummaries: Counts,
  MachineTenantTagSummaries: Counts,
  TentacleUpgradesRequired: Type.Boolean(),
  MachineIdsForCalamariUpgrade: Type.Array(Type.String()),
  MachineIdsForTentacleUpgrade: Type.Array(Type.String()),
}

/** How many machines the environments have, and how they are. */
export const EnvironmentsSummaryAnswer = Answer('EnvironmentsSummary', {
  ...summary,
  EnvironmentSummaries: Type.Array(Type.Object({ ...summary, Environment: AnyObject() })),
  Links: Links(),
})

export const SinglyScopedVariablesAnswer = Answer('SinglyScopedVariables', {
  HasUnauthorizedProjectVariables: Type.Boolean(),
  HasUnauthorizedLibraryVariableSetVariables: Type.Boolean(),
  VariableMap: AnyObject(),
})
