/** How a machine is reached, in words. */
export const STYLES: Readonly<Record<string, string>> = {
  None: 'this server',
  Ssh: 'SSH',
  TentacleActive: 'its agent',
  TentaclePassive: 'a listening agent',
  OfflineDrop: 'nobody: offline drop',
}
