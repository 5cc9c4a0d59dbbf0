/** A text as a cell that a spreadsheet shows and does not work out: one like a formula begins with an apostrophe (reliability W7). */
export function csvCell(text: string): string {
  const shown = /^\s*[=+\-@]|^[\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown
}
