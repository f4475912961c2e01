import { type ConsentItem, type KakaoPersona, sharedValue } from './persona.ts'
import { type Connection, idOf } from './state.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * One item of `kakao_account`: the value where it was agreed to, `…_needs_agreement` where it could still
 * be, and the older `has_…` flag, which says the same for a refused value as for a shared one.
 */
function item(
  person: KakaoPersona,
  connection: Connection,
  name: string,
  id: ConsentItem,
  values: Fields,
): Fields {
  const has = sharedValue(person, id) !== undefined
  const agreed = connection.items.has(id)
  return {
    [`has_${name}`]: has,
    [`${name}_needs_agreement`]: has && !agreed,
    ...(has && agreed ? values : {}),
  }
}

function profile(person: KakaoPersona, connection: Connection, secure: boolean): Fields {
  const image = (path: string | undefined) => (secure ? path : path?.replace(/^https:/, 'http:'))
  const shared = connection.items.has('profile_image')
  return {
    profile_nickname_needs_agreement: !connection.items.has('profile_nickname'),
    profile_image_needs_agreement: person.picture !== undefined && !shared,
    profile: {
      nickname: person.nickname,
      ...(shared && {
        thumbnail_image_url: image(person.picture),
        profile_image_url: image(person.picture),
        is_default_image: false,
      }),
      is_default_nickname: false,
    },
  }
}

function account(person: KakaoPersona, connection: Connection, secure: boolean): Fields {
  const of = (name: string, id: ConsentItem, values: Fields) => item(person, connection, name, id, values)
  return {
    ...profile(person, connection, secure),
    ...of('name', 'name', { name: person.name }),
    ...of('email', 'account_email', {
      is_email_valid: person.email?.valid,
      is_email_verified: person.email?.verified,
      email: person.email?.address,
    }),
    ...of('phone_number', 'phone_number', { phone_number: person.phone }),
    ...of('age_range', 'age_range', { age_range: person.ageRange }),
    ...of('birthyear', 'birthyear', { birthyear: person.birthyear }),
    ...of('birthday', 'birthday', {
      birthday: person.birthday,
      birthday_type: person.birthdayType ?? 'SOLAR',
      ...(person.birthdayType === 'LUNAR' && { is_leap_month: person.leapMonth ?? false }),
    }),
    ...of('gender', 'gender', { gender: person.gender }),
    ...of('ci', 'account_ci', { ci: person.ci, ci_authenticated_at: '2020-03-11T11:25:22Z' }),
    ...person.odd,
  }
}

/** The answer of `/v2/user/me`. */
export function userMe(person: KakaoPersona, connection: Connection, secure: boolean): Fields {
  const connectedAt = `${connection.connectedAt.toISOString().slice(0, 19)}Z`
  return {
    id: BigInt(idOf(person)),
    connected_at: connectedAt,
    synched_at: connectedAt,
    properties: { nickname: person.nickname },
    kakao_account: account(person, connection, secure),
  }
}

/** The claims of an id_token beyond the protocol's: `email` is there only when it is valid and verified. */
export function idTokenProfile(person: KakaoPersona, connection: Connection): Fields {
  const shares = (id: ConsentItem) => connection.items.has(id)
  return {
    ...(shares('profile_nickname') && { nickname: person.nickname }),
    ...(shares('profile_image') && person.picture && { picture: person.picture }),
    ...(shares('account_email') &&
      person.email?.valid &&
      person.email.verified && { email: person.email.address }),
  }
}
