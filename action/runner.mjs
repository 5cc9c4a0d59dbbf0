import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'

/**
 * The runner takes commands from what a step prints. Text from elsewhere must be none, and must not act on a terminal: control
 * characters become spaces, and what begins a command is broken.
 */
export const harmless = (text) =>
  String(text)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .replaceAll('##[', '## [')
    .replace(/^\s*::/, ': :')

export const say = (text) => void process.stdout.write(`${harmless(text)}\n`)

const escaped = (text) => String(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

/** Shown at the top of the run. */
export const annotate = (kind, text) =>
  void process.stdout.write(`::${kind} title=Flotilla::${escaped(harmless(text))}\n`)

/** From now on the runner shows asterisks for it. */
export const mask = (secret) => void process.stdout.write(`::add-mask::${escaped(secret)}\n`)

/** An output of the step; a value of any content. */
export function output(env, name, value) {
  if (!env.GITHUB_OUTPUT) return
  const end = `end-${randomUUID()}`
  appendFileSync(env.GITHUB_OUTPUT, `${name}<<${end}\n${value}\n${end}\n`)
}

/** Adds Markdown to the page of the run. */
export function summarize(env, markdown) {
  if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, `${markdown}\n`)
}

/** Text as it is in Markdown, on one line. */
export const plain = (text) => harmless(text).replace(/[\\`*_{}[\]<>|#~&]/g, (char) => `&#${char.codePointAt(0)};`)
