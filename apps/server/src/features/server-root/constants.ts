import { AnyObject } from '../../http/answers.ts'
import { type AppRoute, route } from '../context.ts'

/**
 * Pages of settings that this server does not have: what is true of it all the same. Source: API reference 5.32.
 */
const CONSTANTS = [
  {
    path: '/maintenanceconfiguration',
    summary: 'Maintenance mode: there is none',
    holds: { IsInMaintenanceMode: false },
  },
  {
    path: '/smtpconfiguration',
    summary: 'Mail: none is sent',
    holds: {
      SmtpHost: '',
      SmtpPort: 25,
      SmtpLogin: '',
      SmtpPassword: { HasValue: false, Hint: null },
      SendEmailFrom: '',
      EnableSsl: false,
      Timeout: 12_000,
    },
  },
  { path: '/smtpconfiguration/isconfigured', summary: 'Whether mail is sent: no', holds: { IsConfigured: false } },
  {
    path: '/featuresconfiguration',
    summary: 'Features that can be switched off: none',
    holds: {
      IsCommunityActionTemplatesEnabled: false,
      IsDynamicExtensionsEnabled: false,
      IsBuiltInWorkerEnabled: true,
      IsRepositorySyncEnabled: false,
    },
  },
  {
    path: '/performanceconfiguration',
    summary: 'How dashboards are drawn: always the same way',
    holds: { DefaultDashboardRenderMode: 'VirtualizeRowsAndColumns' },
  },
  {
    path: '/upgradeconfiguration',
    summary: 'News of upgrades: this server looks for none',
    holds: { NotificationMode: 'NeverShow', AllowChecking: false, IncludeStatistics: false },
  },
  {
    path: '/licenses/licenses-current',
    summary: 'The license: none is needed',
    holds: { LicenseText: '', SerialNumber: '' },
  },
  {
    path: '/licenses/licenses-current-status',
    summary: 'What the license allows: everything',
    holds: {
      IsCompliant: true,
      ComplianceSummary: 'No license is needed.',
      DaysToEffectiveExpiryDate: 2_147_483_647,
      EffectiveExpiryDate: null,
      Limits: [],
      Messages: [],
    },
  },
] as const

export const constantRoutes = (): AppRoute[] =>
  CONSTANTS.map(({ path, summary, holds }) =>
    route({
      method: 'GET',
      scope: 'system',
      tags: ['Server'],
      path,
      summary,
      access: 'signed-in',
      response: AnyObject(),
      handler: async () => ({ Id: path.slice(path.lastIndexOf('/') + 1), ...holds, Links: { Self: `/api${path}` } }),
    }),
  )
