import {
  type ImportedPassword,
  isStoredAs,
  storedFormOf,
} from '../../passwords/imported/imported-password.ts'

/** How passwords become what is stored. */
export interface PasswordHashing {
  /** Whether making the hash takes so long that whoever is there should be known before. */
  isCostly(password: ImportedPassword): boolean
  storedForm(password: ImportedPassword): Promise<string>
}

/** Hashes weak passwords anew. */
export const realHashing: PasswordHashing = {
  isCostly: ({ kind }) => kind !== 'strong',
  storedForm: storedFormOf,
}

/** Makes no hash: nothing will be stored. */
export const noHashing: PasswordHashing = { isCostly: () => false, storedForm: async () => 'not stored' }

/** The hash of a password that the stored one was not made of. */
export async function newHashOf(
  password: ImportedPassword | undefined,
  stored: string | undefined,
  { storedForm }: PasswordHashing,
): Promise<string | undefined> {
  if (password === undefined) return undefined
  const isStored = stored !== undefined && (await isStoredAs(password, stored))
  return isStored ? undefined : storedForm(password)
}
