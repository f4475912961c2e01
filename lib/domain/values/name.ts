/**
 * The form in which names are compared: NFKC, without spaces, case-folded. Gives an empty string if nothing
 * is left of the name. An empty key never matches.
 */
export function nameKey(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, '').toLowerCase().normalize('NFKC')
}

/** Whether two names are equal after normalisation. Two empty names are not equal. */
export function sameName(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return false
  const key = nameKey(a)
  return key !== '' && key === nameKey(b)
}
