/** What may import what: docs/architecture.md "The house". An arrow that is missing here is a design question. */
const only = (name, from, notTo, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: notTo },
})

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    only('domain-is-pure', '^packages/domain/src', '^(apps|packages/(api|testkit))|^node:', 'Decisions do no I/O.'),
    {
      name: 'domain-no-node',
      severity: 'error',
      from: { path: '^packages/domain/src', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    only('kit-is-small', '^packages/kit/src', '^(apps|packages/(api|domain|testkit|work-directory|agent-protocol))'),
    only(
      'work-directory-is-local',
      '^packages/work-directory/src',
      '^(apps|packages/(api|domain|testkit|agent-protocol))',
    ),
    only(
      'agent-knows-no-server',
      '^(apps/agent|packages/agent-protocol)/src',
      '^(apps/(server|cli)|packages/(api|domain))',
    ),
    only('http-knows-no-term', '^apps/server/src/http', '^apps/server/src/(features|engine|steps|execution|database)'),
    only(
      'database-knows-no-term',
      '^apps/server/src/database',
      '^apps/server/src/(features|engine|steps|execution)',
      'Plumbing.',
    ),
    only(
      'execution-knows-no-database',
      '^apps/server/src/execution',
      '^apps/server/src/(features|engine|steps|database|http)',
    ),
    only(
      'features-do-not-run',
      '^apps/server/src/features',
      '^apps/server/src/(engine|steps)',
      'The engine is reached through Deps.',
    ),
    only('cli-is-a-client', '^apps/cli/src', '^apps/server/src'),
    only(
      'web-is-a-client',
      '^apps/web/src',
      '^(apps/(server|cli|agent)|packages/(domain|testkit|work-directory|agent-protocol))',
    ),
    only('ui-knows-no-term', '^apps/web/src/ui', '^apps/web/src/features'),
    {
      name: 'dbos-in-one-place',
      severity: 'error',
      from: { path: '^(apps|packages)', pathNot: '^apps/server/src/engine/(engine|fail-over)\\.ts$' },
      to: { path: '@dbos-inc' },
    },
    {
      name: 'tests-only-testkit',
      severity: 'error',
      from: { path: '^(apps|packages)', pathNot: '(\\.test\\.ts$|/test/|^packages/testkit|^bench)' },
      to: { path: '^packages/testkit' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|dist-test)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs'],
    },
  },
}
