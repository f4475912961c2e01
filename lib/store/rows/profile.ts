import * as v from 'valibot'
import {
  type CiHash,
  type DiHash,
  type Email,
  items,
  type Phone,
  termsServices,
} from '../../domain/values/evidence.ts'
import { birth, identity, moment, textOf } from './fields.ts'

const trust = v.picklist(['unverified', 'verified_once', 'vouched'])
const text = v.exactOptional(v.string())

/** A provider's profile of a visitor, stored while the visit is pending. */
export const profile = v.object({
  identity,
  email: v.exactOptional(v.object({ value: textOf<Email>(), trust })),
  phone: v.exactOptional(v.object({ value: textOf<Phone>(), trust })),
  name: text,
  birth: v.exactOptional(birth),
  ci: v.exactOptional(textOf<CiHash>()),
  di: v.exactOptional(textOf<DiHash>()),
  check: v.exactOptional(v.object({ source: v.string(), verifiedAt: moment })),
  displayName: text,
  nickname: text,
  picture: text,
  gender: text,
  ageRange: text,
  friend: v.exactOptional(v.boolean()),
  refused: v.array(v.picklist(items)),
  terms: v.union([
    v.literal('unknown'),
    v.array(
      v.object({
        tag: v.string(),
        agreed: v.boolean(),
        agreedAt: v.exactOptional(moment),
        // In release 0.1.0, only Kakao told of terms.
        source: v.optional(v.picklist(termsServices), 'kakao_sync'),
      }),
    ),
  ]),
})
