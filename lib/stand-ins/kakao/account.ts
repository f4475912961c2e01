import { type Connection, type ConsentItem, type KakaoPersona, sharedValue } from './persona.ts'

type AccountFields = Readonly<Record<string, unknown>>

/**
 * One item of `kakao_account`: the value where the person agreed, `…_needs_agreement` where the person still
 * could, and the older `has_…` flag, which is the same for a refused and a shared value.
 */
function item(
  person: KakaoPersona,
  connection: Connection,
  name: string,
  id: ConsentItem,
  values: AccountFields,
): AccountFields {
  const has = sharedValue(person, id) !== undefined
  const agreed = connection.items.has(id)
  return {
    [`has_${name}`]: has,
    [`${name}_needs_agreement`]: has && !agreed,
    ...(has && agreed ? values : {}),
  }
}

function profile(person: KakaoPersona, connection: Connection, secure: boolean): AccountFields {
  const image = (path: string | undefined) => (secure ? path : path?.replace(/^https:/, 'http:'))
  const shared = connection.items.has('profile_image')
  return {
    profile_nickname_needs_agreement: !connection.items.has('profile_nickname'),
    profile_image_needs_agreement: person.picture !== undefined && !shared,
    profile: {
      ...(connection.items.has('profile_nickname') && { nickname: person.nickname }),
      ...(shared && {
        thumbnail_image_url: image(person.picture),
        profile_image_url: image(person.picture),
        is_default_image: false,
      }),
      is_default_nickname: false,
    },
  }
}

function account(person: KakaoPersona, connection: Connection, secure: boolean): AccountFields {
  const itemOf = (name: string, id: ConsentItem, values: AccountFields) =>
    item(person, connection, name, id, values)
  return {
    ...profile(person, connection, secure),
    ...itemOf('name', 'name', { name: person.name }),
    ...itemOf('email', 'account_email', {
      is_email_valid: person.email?.valid,
      is_email_verified: person.email?.verified,
      email: person.email?.address,
    }),
    ...itemOf('phone_number', 'phone_number', { phone_number: person.phone }),
    ...itemOf('age_range', 'age_range', { age_range: person.ageRange }),
    ...itemOf('birthyear', 'birthyear', { birthyear: person.birthyear }),
    ...itemOf('birthday', 'birthday', {
      birthday: person.birthday,
      birthday_type: person.birthdayType ?? 'SOLAR',
      ...(person.birthdayType === 'LUNAR' && { is_leap_month: person.leapMonth ?? false }),
    }),
    ...itemOf('gender', 'gender', { gender: person.gender }),
    ...itemOf('ci', 'account_ci', { ci: person.ci, ci_authenticated_at: '2020-03-11T11:25:22Z' }),
    ...person.odd,
  }
}

/** The response of `/v2/user/me`. `secure` asks for https URLs of pictures. */
export function userMe(person: KakaoPersona, connection: Connection, secure: boolean): AccountFields {
  const connectedAt = `${connection.connectedAt.toISOString().slice(0, 19)}Z`
  return {
    id: BigInt(person.id),
    connected_at: connectedAt,
    synched_at: connectedAt,
    properties: { nickname: person.nickname },
    kakao_account: account(person, connection, secure),
  }
}

/** The profile claims of an id_token. `email` is present only for a valid and verified address. */
export function idTokenProfile(person: KakaoPersona, connection: Connection): AccountFields {
  const shares = (id: ConsentItem) => connection.items.has(id)
  return {
    ...(shares('profile_nickname') && { nickname: person.nickname }),
    ...(shares('profile_image') && person.picture && { picture: person.picture }),
    ...(shares('account_email') &&
      person.email?.valid &&
      person.email.verified && { email: person.email.address }),
  }
}

/** What a person agrees to at one time. */
interface ConnectionChange {
  readonly items?: Iterable<ConsentItem>
  readonly terms?: Iterable<string>
}

/** The connection after one more agreement. The time of an earlier one stays. */
export const connectionAfter = (
  before: Connection | undefined,
  { items = [], terms = [] }: ConnectionChange,
  now: Date,
): Connection => ({
  items: new Set([...(before?.items ?? []), ...items]),
  terms: new Map([...[...terms].map((tag) => [tag, now] as const), ...(before?.terms ?? [])]),
  connectedAt: before?.connectedAt ?? now,
})
