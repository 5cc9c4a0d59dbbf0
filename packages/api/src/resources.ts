import type { Body, Schema } from './typed.ts'

export type Named = Schema<'Named'>
export type Release = Schema<'Release'>
export type Deployment = Schema<'Deployment'>
export type FormElement = Schema<'FormElement'>
export type DeploymentPreview = Schema<'DeploymentPreview'>
export type PlannedChild = Schema<'PlannedChild'>
export type SuitePlan = Schema<'SuitePlan'>
export type Task = Schema<'Task'>
export type Interruption = Schema<'Interruption'>
export type Machine = Schema<'Machine'>

export type NewRelease = Body<'createRelease'>
export type SelectedPackage = NonNullable<NewRelease['SelectedPackages']>[number]
/** What somebody chose for a deployment of a release to a place. */
export type DeploymentChoice = Body<'planReleaseDeployments'>
export type NewDeployment = Body<'createDeployment'>
export type NewMachine = Body<'createMachine'>
