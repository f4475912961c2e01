/** Stands in for bcryptjs in the functions whose routes compare no passwords, as `no-mail-client.ts` does for SES. */
export function compare(): never {
  throw new Error('this function compares no passwords: its route does not say that it does')
}
