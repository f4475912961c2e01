/**
 * The form in which two names are compared: NFKC, without spaces, case-folded.
 * Gives an empty string for a name of which nothing is left; such a name never matches.
 */
export function nameKey(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, '').toLowerCase().normalize('NFKC')
}

/** Whether two names are the same name; two empty names are not. */
export function sameName(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return false
  const key = nameKey(a)
  return key !== '' && key === nameKey(b)
}
