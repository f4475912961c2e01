import * as v from 'valibot'
import { importedMemberId } from '../../../contacts/imported-member-id.ts'
import { parseLoginId } from '../../../contacts/login-id.ts'
import { isProviderId, isSubject } from '../../../domain/values/identity.ts'
import { isMemberId, isPasskeyId } from '../../../domain/values/ids.ts'
import { loginIdKey } from '../../../domain/values/login-id.ts'
import type { MemberQuery } from '../../../flows/service/find-members.ts'
import { email, mobileNumber } from '../contact-fields.ts'
import { provider, subject } from '../fields.ts'
import { faultNamed, maxCharacters } from '../typed.ts'

/** What the service routes take. */

const text = v.pipe(v.string(), v.nonEmpty(), maxCharacters(255))

const loginId = v.pipe(
  text,
  v.rawTransform(({ dataset, addIssue, NEVER }): string => {
    const value = parseLoginId(dataset.value)
    if (value !== undefined) return loginIdKey(value)
    addIssue({ message: faultNamed('login_id') })
    return NEVER
  }),
)

/** An identity as `provider:subject`. */
const identity = v.pipe(
  v.string(),
  maxCharacters(320),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const [, name, rest] = /^([a-z]+):(.+)$/.exec(dataset.value) ?? []
    if (isProviderId(name) && isSubject(rest)) return { provider: name, subject: rest }
    addIssue({ message: faultNamed('identity') })
    return NEVER
  }),
)

/** `GET /service/members`: exactly one of these. */
export const memberQuery = v.pipe(
  v.strictObject({
    id: v.optional(
      v.pipe(
        v.string(),
        v.check((id) => isMemberId(id), faultNamed('uuid')),
      ),
    ),
    externalId: v.optional(text),
    email: v.optional(email),
    phone: v.optional(mobileNumber),
    loginId: v.optional(loginId),
    identity: v.optional(identity),
  }),
  v.check(
    (given) => Object.values(given).filter((value) => value !== undefined).length === 1,
    faultNamed('one_parameter'),
  ),
)

/** The query of a search, by its one parameter. */
export function queryOf(given: v.InferOutput<typeof memberQuery>): MemberQuery {
  const { id, externalId } = given
  if (given.email !== undefined) return { by: 'email', value: given.email }
  if (given.phone !== undefined) return { by: 'phone', value: given.phone }
  if (given.loginId !== undefined) return { by: 'loginId', value: given.loginId }
  if (given.identity !== undefined) return { by: 'identity', value: given.identity }
  if (isMemberId(id)) return { by: 'id', value: id }
  return { by: 'id', value: importedMemberId(externalId ?? '') }
}

/** `GET /service/members/{id}/history`: `before` is the one of the page before. */
export const historyQuery = v.strictObject({ before: v.optional(v.pipe(v.string(), v.uuid())) })

/** `POST /service/members/{id}/unlink`: `force` also unlinks the last login method. */
export const serviceUnlinkBody = v.strictObject({
  provider,
  subject: v.optional(subject),
  force: v.optional(v.boolean(), false),
})

/** `POST /service/members/{id}/remove-passkey`: `force` also removes the last login method. */
export const serviceRemovePasskeyBody = v.strictObject({
  passkey: v.pipe(v.string(), v.uuid(), v.guard(isPasskeyId, faultNamed('uuid'))),
  force: v.optional(v.boolean(), false),
})
