#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const program = new URL('../dist/main.js', import.meta.url)
if (existsSync(fileURLToPath(program))) {
  await import(program.href)
} else {
  process.stderr.write("The flotilla command has not been built yet. Build it with 'npm run build'.\n")
  process.exitCode = 2
}
