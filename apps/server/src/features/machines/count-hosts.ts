/** A machine or worker, as far as summaries count it. */
export interface CountedHost {
  readonly health: string
  readonly style: string
  readonly is_disabled: boolean
}

/** How many there are and how they are. Source: API reference 5.4, 5.15. */
export const countHosts = (hosts: readonly CountedHost[]) => ({
  TotalMachines: hosts.length,
  TotalDisabledMachines: hosts.filter(({ is_disabled }) => is_disabled).length,
  MachineHealthStatusSummaries: tally(hosts.map(({ health }) => health)),
  MachineEndpointSummaries: tally(hosts.map(({ style }) => style)),
  TentacleUpgradesRequired: false,
  MachineIdsForCalamariUpgrade: [],
  MachineIdsForTentacleUpgrade: [],
})

/** How often each word comes. */
export function tally(words: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return Object.fromEntries(counts)
}
