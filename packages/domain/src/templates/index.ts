export { argumentNames } from './argument-names.ts'
export type { VariableEntry } from './binding-tree.ts'
export type { TemplateLimits } from './budget.ts'
export { DEFAULT_LIMITS } from './budget.ts'
export type { Evaluation, TemplateOptions } from './evaluate.ts'
export { evaluate, isTruthy } from './evaluate.ts'
export type { HashAlgorithm } from './filters/filter.ts'
export { HASH_ALGORITHMS } from './filters/filter.ts'
export type { CustomFilter } from './filters/registry.ts'
export { hasToken } from './parser.ts'
export type { LimitName, TemplateError } from './problem.ts'
export {
  readFlag,
  readIndexes,
  readInt32,
  readPaths,
  readStrings,
  readVariable,
  requireVariable,
} from './read-variable.ts'
export { isFalsyText } from './truthiness.ts'
export { createVariables, type VariableSet } from './variable-set.ts'
