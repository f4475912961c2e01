import type { ImportedPassword } from '../../passwords/imported/imported-password.ts'

/** A hash as the setting `oldPasswords` names it, or how a weak one was made. */
export function kindOfHash(password: ImportedPassword): string {
  switch (password.kind) {
    case 'strong':
      return password.costs.join(' ')
    case 'plain':
      return 'plain'
    case 'weak':
      return `argon2id(${password.recipe.of})`
    default:
      return password satisfies never
  }
}
