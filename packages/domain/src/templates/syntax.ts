/** Where a step was written. Two steps are the same look-up only when all three agree (template reference 6.3). */
export interface Position {
  readonly offset: number
  readonly line: number
  readonly column: number
}

/**
 * `key` is `text` as look-ups compare it, whatever its case. `position` is absent on a step that came out of a variable
 * index, which was written nowhere.
 */
export type Step =
  | { readonly kind: 'name' | 'index'; readonly text: string; readonly key: string; readonly position?: Position }
  | { readonly kind: 'variable-index'; readonly path: Path; readonly position?: Position }

export type Path = readonly Step[]

/** An option of a filter: text, or a token that is evaluated. */
export type FilterOption = { readonly kind: 'text'; readonly text: string } | Tag

/** `key` is the name as look-ups compare it. */
export interface FilterCall {
  readonly name: string
  readonly key: string
  readonly options: readonly FilterOption[]
}

/** A path followed by filters; with no filters a plain path. `path` may be empty only when there are filters. */
export interface Expression {
  readonly path: Path
  readonly filters: readonly FilterCall[]
}

/** What stands between `if` and `}`. A text written on the left is kept on the right, where it prints. */
export type Condition =
  | { readonly kind: 'truthy'; readonly operand: Expression }
  | {
      readonly kind: 'compare'
      readonly left: Expression
      readonly wants: 'equal' | 'different'
      readonly right: Expression | { readonly kind: 'text'; readonly text: string }
    }

export interface Clause {
  readonly condition: Condition
  readonly body: readonly Token[]
}

/** `a op b op c …` of one precedence, kept flat so that a long sum nests no deeper than a short one. */
export interface Chain {
  readonly kind: 'chain'
  readonly first: Sum
  readonly rest: readonly { readonly operator: '+' | '-' | '*' | '/'; readonly operand: Sum }[]
}

export type Sum =
  | Chain
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'path'; readonly path: Path }

/** Any token but text. An `unless` is an `if` with its branches swapped; `elseif` clauses stay in one flat list. */
export type Tag =
  | { readonly kind: 'substitution'; readonly expression: Expression }
  | { readonly kind: 'if'; readonly clauses: readonly Clause[]; readonly otherwise: readonly Token[] }
  | { readonly kind: 'each'; readonly variable: string; readonly path: Path; readonly body: readonly Token[] }
  | { readonly kind: 'calc'; readonly sum: Sum }

export type Token = Tag | { readonly kind: 'text'; readonly text: string }
