/** Kinds of things that a manifest calls by name and the API by id. */
export type NamedKind =
  | 'environment'
  | 'lifecycle'
  | 'project group'
  | 'library variable set'
  | 'project'
  | 'channel'
  | 'step'
  | 'tenant'
  | 'target'
  | 'machine policy'
  | 'worker pool'
  | 'user'
  | 'team'
  | 'user role'

/** Where a name is looked up: channels and steps belong to a project. */
export interface Within {
  readonly project?: string | undefined
}

/** Names and ids of one space. Names are compared without case. */
export class Names {
  readonly #ids = new Map<string, string>()
  readonly #names = new Map<string, string>()

  add(kind: NamedKind, name: string, id: string, within: Within = {}): void {
    this.#ids.set(keyOf(kind, name, within), id)
    this.#names.set(`${kind} ${id}`, name)
  }

  idOf(kind: NamedKind, name: string, within: Within = {}): string | undefined {
    return this.#ids.get(keyOf(kind, name, within))
  }

  /** The name of an id; the id itself when nothing has it, so that what is gone stays visible. */
  nameOf(kind: NamedKind, id: string): string {
    return this.#names.get(`${kind} ${id}`) ?? id
  }

  knows(kind: NamedKind, id: string): boolean {
    return this.#names.has(`${kind} ${id}`)
  }
}

const BELONGING: ReadonlySet<NamedKind> = new Set(['channel', 'step'])

const keyOf = (kind: NamedKind, name: string, { project }: Within): string =>
  [kind, ...(BELONGING.has(kind) ? [project ?? ''] : []), name].join('\n').toLowerCase()
