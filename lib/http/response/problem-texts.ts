import type { Locale } from '../../domain/values/locale.ts'
import type { ProblemCode, ProblemExtras } from '../../domain/values/problem.ts'
import type { MatchPolicy } from '../../domain/visit/match-policy.ts'

/** What a text may say of the stage. */
export interface StatedPolicy extends Pick<MatchPolicy, 'minimumAge'> {
  /** Where a person reaches the operators. */
  readonly supportAddress?: string | null | undefined
}

type Text = Readonly<Record<Locale, string>>

/** How a person reaches the operators. */
const askSupport = ({ supportAddress }: StatedPolicy): Text =>
  supportAddress
    ? { ko: `고객센터(${supportAddress})로 문의해 주세요.`, en: `Please write to ${supportAddress}.` }
    : { ko: '고객센터에 문의해 주세요.', en: 'Please contact support.' }

/** The text about an account that its member may open again: by a message, here and now, or by the operators. */
function returning(
  policy: StatedPolicy,
  { mailSentTo, reactivateToken }: ProblemExtras,
  state: Text,
  offer: Text,
): Text {
  const next =
    mailSentTo === undefined && reactivateToken === undefined
      ? askSupport(policy)
      : mailSentTo === undefined
        ? offer
        : { ko: '보내 드린 메시지를 확인해 주세요.', en: 'Please look at the message that we have sent.' }
  return withNext(state, next)
}

/** What is the matter, and what the person can do. */
const withNext = (state: Text, next: Text): Text => ({
  ko: `${state.ko} ${next.ko}`,
  en: `${state.en} ${next.en}`,
})

const suspended: Text = { ko: '이용이 정지된 계정입니다.', en: 'This account is suspended.' }

/** The text of each problem for the person who meets it, in both languages. */
const texts: Readonly<Record<ProblemCode, Text | ((policy: StatedPolicy, extras: ProblemExtras) => Text)>> = {
  member_deactivated: (policy, extras) =>
    returning(
      policy,
      extras,
      { ko: '휴면 상태인 계정입니다.', en: 'This account is paused.' },
      { ko: '다시 이용하려면 계정을 활성화해 주세요.', en: 'Reactivate it to continue.' },
    ),
  member_suspended: (policy) => withNext(suspended, askSupport(policy)),
  member_withdrawn: (policy, extras) => {
    const state = { ko: '탈퇴한 계정입니다.', en: 'This account is closed.' }
    const offer = { ko: '지금 복구할 수 있습니다.', en: 'You can restore it now.' }
    return extras.restorableUntil === undefined ? state : returning(policy, extras, state, offer)
  },
  mandatory_items_not_agreed: {
    ko: '필수 항목 제공에 동의하지 않아 가입할 수 없습니다. 다시 시도하면 동의할 항목을 새로 선택할 수 있습니다.',
    en: 'Signing up needs an item that you did not share. Try again to share it.',
  },
  guardian_consent_required: ({ minimumAge }) => ({
    ko: `만 ${minimumAge}세 미만은 법정대리인의 동의가 필요합니다.`,
    en: `A person younger than ${minimumAge} needs the consent of a legal guardian.`,
  }),
  merge_not_allowed: { ko: '두 계정은 합칠 수 없습니다.', en: 'These accounts cannot be merged.' },
  reauthentication_mismatch: {
    ko: '로그인한 회원과 다른 계정으로 인증했습니다. 회원님의 계정으로 다시 인증해 주세요.',
    en: 'You signed in with another account. Please use the account of this member.',
  },
  provider_denied: {
    ko: '로그인을 취소했습니다. 아무것도 저장되지 않았습니다.',
    en: 'You cancelled the sign-in. Nothing was saved.',
  },
  provider_unavailable: {
    ko: '소셜 로그인 서비스가 응답하지 않습니다. 잠시 후 다시 시도하거나 다른 방법으로 로그인해 주세요.',
    en: 'The sign-in provider does not respond. Try again in a moment, or sign in another way.',
  },
  provider_grant_invalid: {
    ko: '로그인 요청이 만료되었거나 이미 사용되었습니다. 처음부터 다시 시도해 주세요.',
    en: 'This sign-in has expired or was already used. Please start again.',
  },
  provider_token_not_ours: {
    ko: '다른 앱에 발급된 토큰은 사용할 수 없습니다.',
    en: 'This token was issued to another app.',
  },
  rejoin_not_allowed_yet: {
    ko: '탈퇴 후 일정 기간이 지나야 다시 가입할 수 있습니다.',
    en: 'You can join again only some time after closing your account.',
  },
  identity_mismatch: {
    ko: '본인확인 정보가 다른 사람의 계정입니다.',
    en: 'The account belongs to another person.',
  },
  invalid_request: {
    ko: '요청이 올바르지 않습니다. 입력한 내용을 확인해 주세요.',
    en: 'The request is not valid. Please check your input.',
  },
  invalid_transaction: {
    ko: '이 브라우저에서 시작한 로그인이 아니거나 시간이 지났습니다. 처음부터 다시 시도해 주세요.',
    en: 'This sign-in was started in another browser, or it took too long. Please start again.',
  },
  invalid_ticket: {
    ko: '로그인 확인 시간이 지났거나 이미 사용되었습니다. 처음부터 다시 시도해 주세요.',
    en: 'This sign-in has expired or was already used. Please start again.',
  },
  invalid_code: { ko: '인증번호가 올바르지 않거나 만료되었습니다.', en: 'The code is wrong or has expired.' },
  consent_missing: { ko: '필수 약관에 동의해 주세요.', en: 'Please agree to the required terms.' },
  register_token_subject_mismatch: {
    ko: '가입 정보가 로그인한 계정과 다릅니다.',
    en: 'This sign-up belongs to another account.',
  },
  invalid_token: {
    ko: '로그인이나 링크가 유효하지 않거나 만료되었습니다. 처음부터 다시 시도해 주세요.',
    en: 'The sign-in or the link is no longer valid. Please start again.',
  },
  invalid_credentials: {
    ko: '아이디 또는 비밀번호가 올바르지 않습니다.',
    en: 'The identifier or the password is not correct.',
  },
  insufficient_user_authentication: {
    ko: '안전을 위해 다시 로그인해 주세요.',
    en: 'For your safety, please sign in again.',
  },
  refused_by_service: {
    ko: '서비스의 규칙에 따라 진행할 수 없습니다.',
    en: 'A rule of the service does not allow this.',
  },
  not_found: { ko: '찾을 수 없습니다.', en: 'Nothing was found here.' },
  token_used: { ko: '이미 사용된 요청입니다.', en: 'This request was already used.' },
  email_taken: {
    ko: '이미 회원이 사용 중인 이메일입니다.',
    en: 'A member already uses this e-mail address.',
  },
  phone_taken: {
    ko: '이미 회원이 사용 중인 전화번호입니다.',
    en: 'A member already uses this phone number.',
  },
  identity_taken: { ko: '이 계정은 연결할 수 없습니다.', en: 'This account cannot be linked.' },
  contact_required: {
    ko: '다시 활성화할 때 연락할 방법이 필요합니다. 이메일이나 전화번호를 먼저 인증해 주세요.',
    en: 'We need a way to reach you later. Please verify an e-mail address or a phone number first.',
  },
  last_login_method: {
    ko: '마지막 로그인 방법은 해제할 수 없습니다.',
    en: 'You cannot remove your last way of signing in.',
  },
  status_conflict: {
    ko: '회원의 현재 상태에서는 할 수 없는 작업입니다.',
    en: 'The status of the member does not allow this.',
  },
  payload_too_large: { ko: '요청이 너무 큽니다.', en: 'The request is too large.' },
  unsupported_media_type: {
    ko: 'application/json 형식만 받습니다.',
    en: 'Only application/json is accepted.',
  },
  too_many_requests: {
    ko: '시도 횟수가 너무 많습니다. 잠시 후 다시 시도해 주세요.',
    en: 'Too many attempts. Please wait a moment.',
  },
  hook_failed: {
    ko: '서비스의 일부가 응답하지 않습니다. 잠시 후 다시 시도해 주세요.',
    en: 'A part of the service does not respond. Please try again in a moment.',
  },
  unexpected: {
    ko: '문제가 발생했습니다. 잠시 후 다시 시도해 주세요.',
    en: 'Something went wrong on our side. Please try again in a moment.',
  },
  unavailable: {
    ko: '지금은 요청을 처리할 수 없습니다. 잠시 후 다시 시도해 주세요.',
    en: 'The service is busy. Please try again in a moment.',
  },
}

/** The text of a problem in one language, with what the stage's policy and the problem's members say. */
export function problemText(
  code: ProblemCode,
  locale: Locale,
  policy: StatedPolicy,
  extras: ProblemExtras = {},
): string {
  const text = texts[code]
  return (typeof text === 'function' ? text(policy, extras) : text)[locale]
}
