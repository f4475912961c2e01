/**
 * Replaces bcryptjs in functions whose routes compare no passwords. Even unused code in a bundle costs time at a cold
 * start.
 */
export function compare(): never {
  throw new Error('this function must not compare passwords, since its route does not touch them')
}
