/** What is wrong with a process, and where: `path` is like `Steps[0].Actions[1].Name`, `message` a sentence. */
export interface ProcessIssue {
  readonly path: string
  readonly message: string
}

/**
 * Reads fields of one object of a JSON document, noting what cannot be read and going on with the default.
 *
 * Names match without case, a missing or null field is its default, unknown fields are ignored.
 * Source: API reference 1.3.
 */
export interface Reader {
  readonly path: string
  text(name: string): string
  flag(name: string): boolean
  /** An entry of `words`, compared without case; the first of them when missing or blank. */
  word<Word extends string>(name: string, words: readonly [Word, ...Word[]]): Word
  texts(name: string): readonly string[]
  objects(name: string): readonly Reader[]
  /** The entries of a map field, as they are. */
  entries(name: string): readonly (readonly [key: string, value: unknown])[]
  complain(name: string, message: string): void
}

/** A reader of `value`, which appends what it finds wrong to `issues`. */
export function readObject(value: unknown, path: string, issues: ProcessIssue[]): Reader {
  if (!isObject(value)) issues.push({ path, message: 'This must be an object.' })
  const fields = new Map(
    isObject(value) ? Object.entries(value).map(([name, field]) => [name.toLowerCase(), field]) : [],
  )
  const pathOf = (name: string) => (path === '' ? name : `${path}.${name}`)
  const complain = (name: string, message: string) => {
    issues.push({ path: pathOf(name), message })
  }
  /** The field if it passes; else undefined, with a complaint unless it is simply not there. */
  function field<T>(name: string, isRight: (value: unknown) => value is T, kind: string): T | undefined {
    const value = fields.get(name.toLowerCase()) ?? undefined
    if (value === undefined || isRight(value)) return value
    complain(name, `This must be ${kind}.`)
    return undefined
  }
  const list = (name: string) => field(name, (value) => Array.isArray(value), 'a list') ?? []
  return {
    path,
    complain,
    text: (name) => field(name, isText, 'text') ?? '',
    flag: (name) => field(name, (value) => typeof value === 'boolean', 'true or false') ?? false,
    word(name, words) {
      const text = field(name, isText, 'text') ?? ''
      if (text.trim() === '') return words[0]
      const match = words.find((word) => word.toLowerCase() === text.trim().toLowerCase())
      if (match === undefined) complain(name, `"${text}" is not one of ${words.join(', ')}.`)
      return match ?? words[0]
    },
    texts: (name) =>
      list(name).flatMap((item, index) => {
        if (isText(item)) return [item]
        complain(`${name}[${index}]`, 'This must be text.')
        return []
      }),
    objects: (name) => list(name).map((item, index) => readObject(item, `${pathOf(name)}[${index}]`, issues)),
    entries: (name) => Object.entries(field(name, isObject, 'an object') ?? {}),
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
