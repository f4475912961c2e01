import { providerIds } from '../domain/values/identity.ts'
import type { CastMember, ListedMember } from './local-doors.ts'
import { nativeTokensOf } from './native-tokens.ts'
import type { StandIns } from './providers.ts'
import { oldPassword, type SeedMember } from './seed/old-members.ts'

/** What the laptop's own doors ask the stand-ins: their people, and the tokens of a sign-in on a phone. */
export const peopleOf = (standIns: StandIns) => ({
  cast: () => castOf(standIns),
  nativeTokens: nativeTokensOf(standIns),
})

/** The people at the stand-ins, as the laptop's own doors list them. */
const castOf = (standIns: StandIns): readonly CastMember[] =>
  providerIds.flatMap((provider) =>
    (standIns[provider]?.cast() ?? []).map(({ key, name, note }) => ({ provider, id: key, name, note })),
  )

/** A member that exists from the start, as the laptop's own doors list it. */
export const listedMemberOf = ({
  name,
  email,
  phone,
  hasPassword,
  status = 'active',
  note,
}: SeedMember): ListedMember => ({
  name,
  email: email?.address,
  phone,
  password: hasPassword ? oldPassword : undefined,
  status,
  note,
})
