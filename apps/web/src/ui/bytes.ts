const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** `12.3 MB`. */
export function bytes(count: number): string {
  const step = count < 1_000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3))
  return `${step === 0 ? count : (count / 1_000 ** step).toFixed(1)} ${UNITS[step]}`
}
