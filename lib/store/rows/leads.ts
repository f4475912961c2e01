import * as v from 'valibot'
import type { CiHash, DiHash, Email, Phone } from '../../domain/values/evidence.ts'
import { endedIdentities, mark, ownEmail, ownPhone, textOf, ways } from './fields.ts'

/** The attributes of a member that hold its leads, as `LeadHolder` names them. */
export const leadEntries = {
  ways,
  email: v.exactOptional(ownEmail),
  phone: v.exactOptional(ownPhone),
  otherEmails: v.exactOptional(v.array(textOf<Email>())),
  otherPhones: v.exactOptional(v.array(textOf<Phone>())),
  ci: v.exactOptional(textOf<CiHash>()),
  di: v.exactOptional(textOf<DiHash>()),
  identityUnproven: mark,
  neverProven: mark,
  loginId: v.exactOptional(v.string()),
  endedIdentities: v.exactOptional(endedIdentities),
}
