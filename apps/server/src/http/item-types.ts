/** An item type of the API as people write it: a `DeploymentTarget` is a deployment target. */
export const wordsOfType = (itemType: string): string => itemType.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()

/** The same at the beginning of a sentence. */
export function titleOfType(itemType: string): string {
  const words = wordsOfType(itemType)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
