/** What the fields of the API usually hold, for the examples of the document. A field's schema wins where it says more. */
const USUAL: Readonly<Record<string, unknown>> = {
  ActionName: 'Deploy the Web API',
  ActionType: 'Octopus.Script',
  Assembled: '2026-03-01T09:30:05.123+00:00',
  Branch: 'main',
  BuildNumber: '7',
  CommunicationStyle: 'None',
  Created: '2026-03-01T09:30:05.123+00:00',
  CompletedTime: '2026-03-01T09:31:12.004+00:00',
  Description: 'The shop, as its customers see it',
  DisplayName: 'Ann Example',
  Duration: '2 minutes',
  EmailAddress: 'ann@example.com',
  EnvironmentName: 'Staging',
  EnvironmentNames: ['Staging'],
  Filename: 'report.txt',
  LastModifiedBy: 'ann',
  LastModifiedOn: '2026-03-01T09:30:05.123+00:00',
  Message: 'Environment Staging was created',
  Name: 'Web API',
  Occurred: '2026-03-01T09:30:05.123+00:00',
  OccurredAt: '2026-03-01T09:30:05.123+00:00',
  PackageId: 'Acme.Web',
  Password: 'correct horse battery staple',
  ProjectName: 'Web API',
  Published: '2026-03-01T09:30:05.123+00:00',
  Purpose: 'Build server',
  QueueTime: '2026-03-01T09:30:05.123+00:00',
  QueueTimeExpiry: '2026-03-02T09:30:05.123+00:00',
  ReleaseNotes: 'Faster search',
  ReleaseVersion: '2026.1.0',
  Roles: ['web-server'],
  Slug: 'web-api',
  StartTime: '2026-03-01T09:30:06.011+00:00',
  TenantTags: ['Region/North'],
  TenantName: 'Contoso',
  Username: 'ann',
  UserName: 'ann',
  Version: '2026.1.0',
}

/** Ids that are not called by the plural of what they are of. */
const ID_KINDS: Readonly<Record<string, string>> = {
  Task: 'ServerTasks',
  ServerTask: 'ServerTasks',
  DeploymentProcess: 'deploymentprocess-Projects',
  VariableSet: 'variableset-Projects',
  LibraryVariableSet: 'LibraryVariableSets',
  MachinePolicy: 'MachinePolicies',
  SpecificMachine: 'Machines',
  ExcludedMachine: 'Machines',
}

/** `of` is the name of the schema that the field is in: what an `Id` is the id of. */
export function exampleValues(field: string, of: string | undefined): unknown {
  if (field in USUAL) return USUAL[field]
  if (field === 'Id' && of) return idOf(of)
  const one = /^([A-Z]\w*)Id$/.exec(field)?.[1]
  if (one) return idOf(one)
  const several = /^([A-Z]\w*)Ids$/.exec(field)?.[1]
  return several ? [idOf(several)] : undefined
}

const idOf = (word: string): string => `${ID_KINDS[word] ?? `${word}s`}-1`
