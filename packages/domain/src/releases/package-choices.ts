import { err, ok, type Result } from '@flotilla/kit'

/** A version chosen for packages by name. Null stands for any of them. */
export interface PackageChoice {
  /** The name of a step, of an action, or the id of a package. */
  readonly owner: string | null
  /** The name of a package within its action. */
  readonly reference: string | null
  readonly version: string
}

/** A package that a new release needs a version of. */
export interface ChoosablePackage {
  readonly stepName: string
  readonly actionName: string
  readonly packageId: string
  /** Blank for the primary package of its action. */
  readonly reference: string
}

/**
 * Reads `{step or package}[:{reference}]:{version}`. `*` and empty parts mean any. The version and the reference are taken
 * from the end, so that only the name in front may hold colons.
 *
 * Errors: no colon, or no version behind the last one.
 * Source: API reference 5.9.
 */
export function parsePackageChoice(text: string): Result<PackageChoice, { readonly kind: 'no-version' }> {
  const named = text.split(':')
  const version = named.pop()!.trim()
  if (named.length === 0 || version === '' || version === '*') return err({ kind: 'no-version' })
  const reference = named.length > 1 ? named.pop()! : ''
  return ok({ owner: anyOr(named.join(':')), reference: anyOr(reference), version })
}

/**
 * The version that the choices give a package: the choice that names it most exactly, a named reference before a named step.
 * Of equals the last one counts. Undefined when none is about the package.
 */
export function chosenVersion(choices: readonly PackageChoice[], wanted: ChoosablePackage): string | undefined {
  const fitting = choices.filter((choice) => isAbout(choice, wanted))
  const best = Math.max(...fitting.map(exactness))
  return fitting.findLast((choice) => exactness(choice) === best)?.version
}

/** Choices that name something which no package has: a typing error would deploy another version than was asked for. */
export const unusedChoices = (
  choices: readonly PackageChoice[],
  packages: readonly ChoosablePackage[],
): readonly PackageChoice[] =>
  choices.filter((choice) => exactness(choice) > 0 && packages.every((each) => !isAbout(choice, each)))

function anyOr(text: string): string | null {
  const name = text.trim()
  return name === '' || name === '*' ? null : name
}

const exactness = ({ owner, reference }: PackageChoice): number =>
  (reference === null ? 0 : 2) + (owner === null ? 0 : 1)

const isAbout = ({ owner, reference }: PackageChoice, wanted: ChoosablePackage): boolean =>
  (owner === null || [wanted.stepName, wanted.actionName, wanted.packageId].some((name) => isSame(name, owner))) &&
  (reference === null || isSame(wanted.reference, reference))

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
