import { Type } from 'typebox'
import { Answer, Links, OrNull } from '../../http/answers.ts'

export const RootAnswer = Answer('Root', {
  Application: Type.String(),
  Version: Type.String(),
  ApiVersion: Type.String(),
  InstallationId: Type.String(),
  IsEarlyAccessProgram: Type.Boolean(),
  HasLongTermSupport: Type.Boolean(),
  Links: Links(),
})

export const SpaceRootAnswer = Answer('SpaceRoot', { Links: Links() })

export const ServerStatusAnswer = Answer('ServerStatus', {
  IsDatabaseEncrypted: Type.Boolean(),
  IsMajorMinorUpgrade: Type.Boolean(),
  IsInMaintenanceMode: Type.Boolean(),
  IsUpgradeAvailable: Type.Boolean(),
  MaximumAvailableVersion: Type.String(),
  MaximumAvailableVersionCoveredByLicense: Type.String(),
  MaintenanceExpires: OrNull(Type.String()),
  IsPotentialClone: Type.Boolean(),
  Links: Links(),
})

export const ServerHealthAnswer = Answer('ServerHealth', {
  IsOperatingNormally: Type.Boolean(),
  Description: Type.String(),
  IsEntireClusterReadOnly: Type.Boolean(),
  IsEntireClusterDrainingTasks: Type.Boolean(),
  IsCompliantWithLicense: Type.Boolean(),
  Links: Links(),
})

export const TimeZoneAnswer = Answer('TimeZone', {
  Id: Type.String(),
  Name: Type.String(),
  IsLocal: Type.Boolean(),
  Links: Links(),
})
