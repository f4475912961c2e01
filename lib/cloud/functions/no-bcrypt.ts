/** Replaces bcryptjs in functions whose routes compare no passwords, as `no-mail-client.ts` does for SES. */
export function compare(): never {
  throw new Error('this function must not compare passwords, since its route does not touch them')
}
