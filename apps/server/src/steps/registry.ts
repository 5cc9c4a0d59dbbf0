import { deployChildProject } from './deploy-child-project.ts'
import { deployPackage } from './deploy-package.ts'
import { deployRelease } from './deploy-release.ts'
import { healthCheck } from './health-check.ts'
import { manualIntervention } from './manual-intervention.ts'
import { runScript } from './run-script.ts'
import type { StepType } from './step-type.ts'

/** Every action type that this server carries out, by its wire name in lower case. */
const STEP_TYPES: ReadonlyMap<string, StepType> = new Map([
  ['octopus.script', runScript],
  ['octopus.tentaclepackage', deployPackage],
  ['octopus.manual', manualIntervention],
  ['flotilla.deploychildproject', deployChildProject],
  ['octopus.deployrelease', deployRelease],
  ['octopus.healthcheck', healthCheck],
])

export const findStepType = (actionType: string): StepType | undefined => STEP_TYPES.get(actionType.toLowerCase())
