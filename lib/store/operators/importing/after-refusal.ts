import { defined } from '../../../domain/values/defined.ts'
import { type ImportResult, personal, shareable } from '../../../flows/ports/store/operators/imports.ts'
import { claimRow } from '../../rows/claim.ts'
import { sharedMarkRow } from '../../rows/member/shared.ts'
import { readRow } from '../../rows/row.ts'
import type { RefusedWrite } from '../../table/conflicts.ts'
import type { MemberRefusals } from './add-members.ts'
import type { Found, FoundValue } from './import-writes.ts'

/** Every value may turn out to have an owner, and another import may run at the same time. */
export const maxAttempts = 12

/** The known owner of one value after a refusal. */
function foundValueAfter(
  known: FoundValue,
  claim: RefusedWrite | undefined,
  mark: RefusedWrite | undefined,
): FoundValue {
  const share = mark === undefined ? known.share : mark.item && readRow(sharedMarkRow, mark.item)
  const held = claim === undefined ? known.claim : claim.item && readRow(claimRow, claim.item)
  return defined({ claim: held, share })
}

/** The known owners after a refusal. An owner that changed meanwhile is read again. */
export function foundAfter(found: Found, refusals: MemberRefusals): Found {
  const hasChanged = (id: string | undefined): boolean => refusals[`holder:${id}`] !== undefined
  const contacts = shareable.map((of) => {
    const { claim, ...rest } = found[of] ?? {}
    const known = claim === undefined || hasChanged(claim.memberId) ? rest : { ...rest, claim }
    return [of, foundValueAfter(known, refusals[`claim:${of}`], refusals[`mark:${of}`])] as const
  })
  const taken = personal.filter(
    (of) => found.taken?.includes(of) === true || refusals[`claim:${of}`] !== undefined,
  )
  const claimed = [...Object.keys(refusals)].flatMap((name) => {
    const [, place] = /^identity:(\d+)$/.exec(name) ?? []
    return place === undefined ? [] : [Number(place)]
  })
  return { ...Object.fromEntries(contacts), taken, claimed: [...(found.claimed ?? []), ...claimed] }
}

/** The result that a refusal determines alone. An identity is taken when its claim is known, and refuses all the same. */
export function finalResult(refusals: MemberRefusals, { claimed = [] }: Found): ImportResult | undefined {
  if (refusals['member'] !== undefined) return { kind: 'there' }
  if (refusals['claim:login_id'] !== undefined) return { kind: 'login_id_taken' }
  const index = claimed.find((place) => refusals[`identity:${place}`] !== undefined)
  return index === undefined ? undefined : { kind: 'identity_taken', index }
}
