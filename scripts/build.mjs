// Builds the programs: one bundle each, our own packages inside, everything from npm outside.
// Usage: node scripts/build.mjs [--to-ship], which leaves out what only tests run.
import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { build as buildPages } from 'vite'

/** The command line loads the server and the agent only when asked to run one. */
const PROGRAMS = ['@flotilla/server/main', '@flotilla/agent/main']
const PAGES = 'apps/web/dist'

/** Our own packages go into the bundle; what npm installed stays where it is. */
const external = {
  name: 'external-packages',
  setup(builder) {
    builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || (path.startsWith('@flotilla/') && !PROGRAMS.includes(path))
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

/** The web interface, each file also compressed beside itself, so that nothing is compressed while somebody waits. */
async function pages() {
  if (await isNewer(`${PAGES}/index.html`, ['apps/web', 'packages/api/src', 'packages/kit/src'])) return
  await buildPages({ root: 'apps/web', logLevel: 'warn', build: { emptyOutDir: true } })
  const assets = `${PAGES}/assets`
  for (const name of await readdir(assets)) {
    const bytes = await readFile(`${assets}/${name}`)
    await writeFile(`${assets}/${name}.gz`, gzipSync(bytes, { level: 9 }))
  }
}

/** Whether a file was made after everything in these folders. */
async function isNewer(file, folders) {
  const made = await stat(file).catch(() => undefined)
  if (!made) return false
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = `${entry.parentPath}/${entry.name}`
      if (entry.isFile() && !/\/(dist|node_modules)\//.test(path) && (await stat(path)).mtimeMs > made.mtimeMs)
        return false
    }
  }
  return true
}

async function server(options) {
  const out = await bundle('apps/server', ['main', 'start'], { ...options })
  await cp('apps/server/src/database/migrations', `${out}/migrations`, { recursive: true })
  await cp('apps/server/src/database/migrations', `${out}/chunks/migrations`, { recursive: true })
  await cp(PAGES, `${out}/web`, { recursive: true })
}

await pages()
await server({})
// The same server with the places at which tests may kill it; never shipped.
if (!process.argv.includes('--to-ship')) await server({ crashPoints: true, outdir: 'dist-test' })
await bundle('apps/agent', ['main'])
await bundle('apps/cli', ['main'])

// The command line with the agent in one file, for machines that have Node and nothing else of ours.
await build({
  entryPoints: ['apps/cli/src/main.ts'],
  outfile: 'apps/agent/dist/flotilla.mjs',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // Packages in the older form of modules ask for Node's own by `require`.
  banner: {
    js: "#!/usr/bin/env node\nimport { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)",
  },
  alias: { '@flotilla/agent/main': './apps/agent/src/main.ts' },
  external: ['@flotilla/server/main', 'bufferutil', 'utf-8-validate'],
  legalComments: 'inline',
  logLevel: 'warning',
})
