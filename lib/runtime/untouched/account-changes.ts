import type { Passkeys } from '../../flows/ports/passkeys/passkeys.ts'
import type { Changes, Registrations, Withdrawals } from '../../flows/ports/store.ts'

/*
 * Replaces what changes accounts in functions that sign people in, since even unused code in a bundle costs time at a cold
 * start. The type of `hooked` tells a door that it has none of this. Every call throws an `Error`.
 */

export const changesIn = (): Changes => ({ apply: refuse })
export const registrationsIn = (): Registrations => ({ complete: refuse })
export const passkeysOf = (): Passkeys => ({
  find: refuse,
  add: refuse,
  rename: refuse,
  remove: refuse,
  open: refuse,
  reauthenticate: refuse,
})
export const withdrawalsIn = (): Withdrawals => ({ begin: refuse })

function refuse(): never {
  throw new Error('this function signs people in, and must not change or close accounts')
}
