import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Ajv, type ErrorObject } from 'ajv'
import { parseAllDocuments } from 'yaml'
import { type Doc, docsIn, isDoc, isSameName, nameOf } from './document.ts'
import { ManifestError, type Problem } from './problem.ts'
import { manifestSchema } from './schema.ts'

/** A manifest that its schema accepts, of one file or several, with scripts and values from outside read in. */
export type Manifest = Readonly<Record<string, readonly Doc[]>>

/**
 * Reads manifests: files with one YAML document or several, whose lists are put together.
 *
 * Errors: `ManifestError` with everything that is wrong; files that cannot be read are among it.
 */
export async function readManifest(
  files: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Manifest> {
  const problems: Problem[] = []
  const manifests: Manifest[] = []
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch((error: Error) => {
      problems.push({ path: file, message: `cannot be read (${error.message}).`, remedy: 'Check the path.' })
      return ''
    })
    const parsed = parseManifest(text, file)
    problems.push(...parsed.problems)
    const outside = { folder: dirname(resolve(file)), environment, problems }
    for (const document of parsed.documents) manifests.push((await fillIn(document, `${file}: `, outside)) as Manifest)
  }
  const lists = Object.keys(manifestSchema.properties as Doc)
  const manifest = Object.fromEntries(lists.map((list) => [list, manifests.flatMap((one) => one[list] ?? [])]))
  if (problems.length === 0) problems.push(...repeatedNames(manifest))
  if (problems.length > 0) throw new ManifestError(problems)
  return manifest
}

const ajv = new Ajv({ allErrors: true, strict: false, verbose: true })
const isManifest = ajv.compile(manifestSchema)

/** The YAML documents of a text, and what is wrong with them. Pure. */
export function parseManifest(
  text: string,
  file: string,
): { readonly documents: readonly Doc[]; readonly problems: readonly Problem[] } {
  const documents: Doc[] = []
  const problems: Problem[] = []
  const read = parseAllDocuments(text)
  for (const document of Array.isArray(read) ? read : []) {
    for (const { message } of document.errors) problems.push({ path: file, message, remedy: 'Correct the YAML there.' })
    const value: unknown = document.errors.length > 0 ? null : document.toJS()
    if (value === null || value === undefined) continue
    if (isManifest(value)) documents.push(value as Doc)
    else problems.push(...problemsOf(isManifest.errors ?? [], file))
  }
  return { documents, problems }
}

function problemsOf(errors: readonly ErrorObject[], file: string): readonly Problem[] {
  // A choice reports each of its branches as well: the choice itself says enough.
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf')
  const isOfChoice = (error: ErrorObject) =>
    choices.some((choice) => error !== choice && error.schemaPath.startsWith(`${choice.schemaPath}/`))
  return errors.filter((error) => !isOfChoice(error)).map((error) => explain(error, file))
}

function explain({ instancePath, keyword, params, message = '', parentSchema }: ErrorObject, file: string): Problem {
  const path = `${file}: ${
    instancePath
      .slice(1)
      .replaceAll(/\/(\d+)/g, '[$1]')
      .replaceAll('/', '.') || 'the document'
  }`
  const known = Object.keys(((parentSchema as Doc | undefined)?.properties as Doc | undefined) ?? {})
  switch (keyword) {
    case 'additionalProperties': {
      const key = String((params as Doc).additionalProperty)
      return { path, message: `there is no key '${key}' here.`, remedy: `Use one of ${known.join(', ')}.` }
    }
    case 'required':
      return { path, message: `'${(params as Doc).missingProperty}' is missing.`, remedy: 'Add it.' }
    case 'enum': {
      const words = ((params as Doc).allowedValues as readonly unknown[]).join(', ')
      return { path, message: 'is none of the words that are allowed here.', remedy: `Use one of ${words}.` }
    }
    case 'type':
      return { path, message: `${message}.`, remedy: 'Write a value of that type.' }
    default:
      return { path, message: `${message}.`, remedy: 'See docs/reference/manifest.schema.json.' }
  }
}

interface Outside {
  readonly folder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly problems: Problem[]
}

/** Puts in scripts from files and values from environment variables. */
async function fillIn(value: unknown, path: string, outside: Outside): Promise<unknown> {
  if (Array.isArray(value)) {
    const items: unknown[] = []
    for (const [index, inner] of value.entries()) items.push(await fillIn(inner, `${path}[${index}]`, outside))
    return items
  }
  if (!isDoc(value)) return value
  const { scriptFile, valueFrom, ...rest } = value
  const filled: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(rest)) {
    filled[key] = await fillIn(inner, path.endsWith(': ') ? `${path}${key}` : `${path}.${key}`, outside)
  }
  return {
    ...filled,
    ...(typeof scriptFile === 'string' ? await scriptOf(scriptFile, path, outside) : {}),
    ...(typeof valueFrom === 'string' ? outsideValue(valueFrom, filled, path, outside) : {}),
  }
}

async function scriptOf(file: string, path: string, { folder, problems }: Outside): Promise<Doc> {
  try {
    return { script: await readFile(resolve(folder, file), 'utf8') }
  } catch (error) {
    const message = `'${file}' cannot be read (${(error as Error).message}).`
    problems.push({ path: `${path}.scriptFile`, message, remedy: `Paths begin in ${folder}.` })
    return {}
  }
}

function outsideValue(name: string, { value }: Doc, path: string, { environment, problems }: Outside): Doc {
  const found = environment[name]
  if (found !== undefined && found !== '') return { value: found }
  if (value !== undefined) return { value }
  problems.push({
    path: `${path}.valueFrom`,
    message: `the environment variable ${name} is not set.`,
    remedy: `Set ${name}, or give a 'value' to use without it.`,
  })
  return {}
}

const repeatedNames = (manifest: Manifest): readonly Problem[] =>
  Object.entries(manifest).flatMap(([list, items]) => [
    ...repeatedIn(list, items),
    ...items.flatMap((item, index) =>
      ['channels', 'triggers', 'process'].flatMap((key) => repeatedIn(`${list}[${index}].${key}`, docsIn(item[key]))),
    ),
  ])

const repeatedIn = (path: string, items: readonly Doc[]): readonly Problem[] =>
  items.flatMap((item, index) =>
    items.findIndex((other) => isSameName(nameOf(other), nameOf(item))) === index
      ? []
      : [
          {
            path: `${path}[${index}].name`,
            message: `'${nameOf(item)}' is there more than once.`,
            remedy: 'Put both into one, or give one another name.',
          },
        ],
  )
