import * as v from 'valibot'

/** The id of an imported member begins with the time zero (`importedMemberId`). */
const importedId = /^00000000-0000-7/

/**
 * A member as release 0.1 imported it. `sessionsValidFrom` was written by that release alone, and today's functions leave
 * it until the member's sessions end.
 */
const importedByOldRelease = v.looseObject({
  id: v.pipe(v.string(), v.regex(importedId)),
  version: v.number(),
  sessionsValidFrom: v.number(),
  credentialsVersion: v.exactOptional(v.never()),
})

/** An attribute of members that release 0.1 wrote, and that tells its rows. */
export const oldMemberAttribute = 'sessionsValidFrom'

const unverified = v.looseObject({ verified: v.literal(false) })

/** A contact with the mark that an import brought it. */
const marked = (contact: unknown): unknown =>
  v.is(unverified, contact) ? { ...contact, imported: true } : contact

/**
 * A member's row with the marks of an import. Release 0.1 marked the claim of an imported contact, and not the member:
 * without the mark, an unverified address would name nobody, be no evidence, and be taken by whoever proves it. Who has
 * not changed since has proven nothing here.
 */
export function withMarksOfImport(item: unknown): unknown {
  if (!v.is(importedByOldRelease, item)) return item
  const { email, phone, version } = item
  return {
    ...item,
    ...(email !== undefined && { email: marked(email) }),
    ...(phone !== undefined && { phone: marked(phone) }),
    ...(version === 1 && { neverProven: true }),
  }
}
