import type { Member } from './member.ts'

/** The part of a member with the named fields. Absent fields stay absent. */
export function pickFields<Field extends keyof Member>(
  member: Member,
  names: readonly Field[],
): Partial<Pick<Member, Field>> {
  const picked: Partial<Pick<Member, Field>> = {}
  for (const name of names) if (member[name] !== undefined) picked[name] = member[name]
  return picked
}

/**
 * Compiles only if `rest`, the fields that a place leaves out of a member, are exactly the
 * fields that the place may leave out. So a new field is a compile error in every place that
 * must handle it. Does nothing at run time.
 */
export const leavesOut =
  <Field extends keyof Member>() =>
  <Rest extends object>(
    _rest: Rest &
      (Exclude<keyof Rest, Field> extends never
        ? unknown
        : { readonly notHandled: Exclude<keyof Rest, Field> }) &
      (Exclude<Field, keyof Rest> extends never
        ? unknown
        : { readonly handledAgainstTheTable: Exclude<Field, keyof Rest> }),
  ): void => {}
