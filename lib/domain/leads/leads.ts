import { identityMethod, type LoginMethod, type OwnContact } from '../member/member.ts'
import { defined } from '../values/defined.ts'
import { type Identity, isProviderId, isSubject } from '../values/identity.ts'
import { isPasskeyId } from '../values/ids.ts'
import type { ContactLead, Lead, LeadHolder, PasskeyLead } from './lead.ts'

/** The linked identity in a stored login method; undefined for other methods. */
function identityIn(method: LoginMethod): Identity | undefined {
  const [, provider, subject] = /^identity:([^:]+):(.+)$/.exec(method) ?? []
  return isProviderId(provider) && isSubject(subject) ? { provider, subject } : undefined
}

/** The linked identities of a member. */
export const linkedIdentities = ({ ways }: Pick<LeadHolder, 'ways'>): readonly Identity[] =>
  ways.flatMap((method) => identityIn(method) ?? [])

/** The passkey in a stored login method; undefined for other methods. */
export function passkeyIn(method: LoginMethod): Omit<PasskeyLead, 'of'> | undefined {
  const [, id, rpId] = /^passkey:([^@]+)(?:@(.+))?$/.exec(method) ?? []
  return isPasskeyId(id) ? { id, ...defined({ rpId }) } : undefined
}

/**
 * Whether a passkey can sign its member in at a stage: the stage has passkeys (`rpId` is not null), and of this domain. No
 * browser uses one of another domain (WebAuthn, section 5.1.4.2).
 */
export const isUsableAt = (passkey: Pick<PasskeyLead, 'rpId'>, rpId: string | null): boolean =>
  rpId !== null && (passkey.rpId === undefined || passkey.rpId === rpId)

/** The stored login methods without the one of an identity. */
export const withoutLinked = (
  { ways }: Pick<LeadHolder, 'ways'>,
  identity: Identity,
): Pick<LeadHolder, 'ways'> => ({ ways: ways.filter((method) => method !== identityMethod(identity)) })

/** Whether a member has a password. A password needs a contact or login ID that names its member. */
export const hasPassword = ({ ways }: Pick<LeadHolder, 'ways'>): boolean => ways.includes('password')

const trustOf = ({ verified, imported, shared, sharedByFew }: OwnContact<unknown>) => ({
  verified,
  imported: imported === true,
  shared: shared === undefined ? ('no' as const) : sharedByFew ? ('few' as const) : ('too_many' as const),
})

/** A contact from a merged account was verified there. The time of a number's proof is unknown. */
const fromMerge = { rank: 'secondary', verified: true, imported: false, shared: 'no' } as const

const emailLeads = ({ email, otherEmails = [] }: LeadHolder): readonly ContactLead[] => [
  ...(email === undefined
    ? []
    : [{ of: 'email', value: email.value, rank: 'primary', ...trustOf(email) } as const]),
  ...otherEmails.map((value) => ({ of: 'email', value, ...fromMerge }) as const),
]

const phoneLeads = ({ phone, otherPhones = [] }: LeadHolder): readonly ContactLead[] => [
  ...(phone === undefined
    ? []
    : [
        {
          of: 'phone',
          value: phone.value,
          rank: 'primary',
          ...trustOf(phone),
          ...defined({ provenAt: phone.provenAt }),
        } as const,
      ]),
  ...otherPhones.map((value) => ({ of: 'phone', value, ...fromMerge }) as const),
]

/** Lists all leads of a member. `opens` decides the effect of each one now. */
export function leads(member: LeadHolder): readonly Lead[] {
  const { loginId, ci, di, identityUnproven, endedIdentities = [] } = member
  const proven = identityUnproven !== true
  return [
    ...linkedIdentities(member).map((identity) => ({ of: 'identity', identity }) as const),
    ...endedIdentities.map(
      ({ endedBy, ...identity }) => ({ of: 'ended_identity', identity, endedBy }) as const,
    ),
    ...member.ways.flatMap((method) => {
      const passkey = passkeyIn(method)
      return passkey === undefined ? [] : [{ of: 'passkey', ...passkey } as const]
    }),
    ...emailLeads(member),
    ...phoneLeads(member),
    ...(loginId === undefined ? [] : [{ of: 'login_id', value: loginId } as const]),
    ...(ci === undefined ? [] : [{ of: 'ci', value: ci, proven } as const]),
    ...(di === undefined ? [] : [{ of: 'di', value: di, proven } as const]),
  ]
}
