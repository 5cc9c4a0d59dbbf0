/** Lower-case words joined by `-`: `Web API` becomes `web-api`. Text without a letter or digit becomes `item`. */
export function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return words.slice(0, 200) || 'item'
}
