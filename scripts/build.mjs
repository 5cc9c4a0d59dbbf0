// Builds the programs: one bundle each, our own packages inside, everything from npm outside.
import { cp, rm } from 'node:fs/promises'
import { build } from 'esbuild'

/** The command line loads the server only when asked to run one. */
const SERVER = '@flotilla/server/main'

/** Our own packages go into the bundle; what npm installed stays where it is. */
const external = {
  name: 'external-packages',
  setup(builder) {
    builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || (path.startsWith('@flotilla/') && path !== SERVER)
        ? undefined
        : { path, external: true },
    )
  },
}

async function bundle(folder, entries, { crashPoints = false, outdir = 'dist' } = {}) {
  const out = `${folder}/${outdir}`
  await rm(out, { recursive: true, force: true })
  await build({
    entryPoints: entries.map((entry) => `${folder}/src/${entry}.ts`),
    outdir: out,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    chunkNames: 'chunks/[name]-[hash]',
    define: { __CRASH_POINTS__: String(crashPoints) },
    plugins: [external],
    logLevel: 'warning',
  })
  return out
}

async function server(options) {
  const out = await bundle('apps/server', ['main', 'start'], { ...options })
  await cp('apps/server/src/database/migrations', `${out}/migrations`, { recursive: true })
  await cp('apps/server/src/database/migrations', `${out}/chunks/migrations`, { recursive: true })
}

await server({})
// The same server with the places at which tests may kill it; never shipped.
await server({ crashPoints: true, outdir: 'dist-test' })
await bundle('apps/cli', ['main'])
