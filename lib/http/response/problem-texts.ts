import type { Locale } from '../../domain/values/locale.ts'
import type { ProblemCode } from '../../domain/values/problem.ts'

/** What a problem means for the person who meets it, in the languages that we speak. */
export const problemTexts: Readonly<Record<ProblemCode, Readonly<Record<Locale, string>>>> = {
  member_deactivated: {
    ko: '휴면 상태인 계정입니다. 다시 이용하려면 계정을 활성화해 주세요.',
    en: 'This account is paused. Reactivate it to go on.',
  },
  member_suspended: {
    ko: '이용이 정지된 계정입니다. 고객센터에 문의해 주세요.',
    en: 'This account is suspended. Please contact support.',
  },
  member_withdrawn: { ko: '탈퇴한 계정입니다.', en: 'This account was closed.' },
  mandatory_items_not_agreed: {
    ko: '필수 제공 항목에 동의하지 않아 가입할 수 없습니다. 다시 시도하면 항목을 다시 선택할 수 있습니다.',
    en: 'A required item was not shared, so signing up is not possible. Try again to choose differently.',
  },
  guardian_consent_required: {
    ko: '만 14세 미만은 법정대리인의 동의가 필요합니다.',
    en: 'A legal guardian has to agree before somebody of this age can join.',
  },
  merge_not_allowed: { ko: '이 계정은 합칠 수 없습니다.', en: 'These accounts cannot be merged.' },
  reauthentication_mismatch: {
    ko: '로그인한 회원과 다른 계정으로 인증했습니다.',
    en: 'The account that signed in is not the one of this member.',
  },
  provider_denied: {
    ko: '로그인을 취소했습니다. 아무것도 저장되지 않았습니다.',
    en: 'The sign-in was cancelled. Nothing was saved.',
  },
  provider_unavailable: {
    ko: '로그인 제공자가 응답하지 않습니다. 잠시 후 다시 시도하거나 다른 방법으로 로그인해 주세요.',
    en: 'The provider is not answering. Try again in a moment, or sign in another way.',
  },
  provider_grant_invalid: {
    ko: '로그인 요청이 만료되었거나 이미 사용되었습니다. 처음부터 다시 시도해 주세요.',
    en: 'The sign-in expired or was used already. Please start again.',
  },
  provider_token_not_ours: {
    ko: '다른 앱에 발급된 토큰은 사용할 수 없습니다.',
    en: 'A token that was issued to another app is not accepted.',
  },
  rejoin_not_allowed_yet: {
    ko: '탈퇴 후 일정 기간이 지나야 다시 가입할 수 있습니다.',
    en: 'Joining again is possible only after some time.',
  },
  identity_mismatch: {
    ko: '본인확인 결과가 회원 정보와 다릅니다.',
    en: 'The identity check names somebody else.',
  },
  invalid_request: { ko: '요청 형식이 올바르지 않습니다.', en: 'The request is not in the right form.' },
  invalid_transaction: {
    ko: '이 브라우저에서 시작한 로그인이 아니거나 시간이 지났습니다. 처음부터 다시 시도해 주세요.',
    en: 'This sign-in was not started here, or it took too long. Please start again.',
  },
  invalid_ticket: {
    ko: '로그인 확인 시간이 지났습니다. 처음부터 다시 시도해 주세요.',
    en: 'The sign-in could not be confirmed in time. Please start again.',
  },
  invalid_code: { ko: '인증번호가 올바르지 않습니다.', en: 'The code is not right.' },
  consent_missing: { ko: '필수 약관에 동의해 주세요.', en: 'Please agree to the required terms.' },
  register_token_subject_mismatch: {
    ko: '가입 정보가 로그인한 계정과 다릅니다.',
    en: 'The sign-up belongs to another account.',
  },
  invalid_token: { ko: '토큰이 유효하지 않습니다.', en: 'The token is not valid.' },
  invalid_credentials: {
    ko: '아이디 또는 비밀번호가 올바르지 않습니다.',
    en: 'The identifier or the password is not right.',
  },
  insufficient_user_authentication: {
    ko: '안전을 위해 다시 로그인해 주세요.',
    en: 'Please sign in again, to be safe.',
  },
  not_found: { ko: '찾을 수 없습니다.', en: 'There is nothing here.' },
  token_used: { ko: '이미 사용된 요청입니다.', en: 'This was used already.' },
  email_taken: { ko: '이미 회원이 사용 중인 이메일입니다.', en: 'A member has this e-mail address already.' },
  phone_taken: { ko: '이미 회원이 사용 중인 전화번호입니다.', en: 'A member has this phone number already.' },
  identity_taken: { ko: '이 계정은 연결할 수 없습니다.', en: 'This account cannot be linked.' },
  last_login_method: {
    ko: '마지막 로그인 방법은 해제할 수 없습니다.',
    en: 'The last way of signing in cannot be removed.',
  },
  payload_too_large: { ko: '요청이 너무 큽니다.', en: 'The request is too large.' },
  unsupported_media_type: {
    ko: 'application/json 형식만 받습니다.',
    en: 'Only application/json is accepted.',
  },
  too_many_requests: {
    ko: '시도가 너무 많습니다. 잠시 후 다시 시도해 주세요.',
    en: 'Too many tries. Please wait a moment.',
  },
  unexpected: {
    ko: '문제가 발생했습니다. 잠시 후 다시 시도해 주세요.',
    en: 'Something went wrong on our side.',
  },
  unavailable: { ko: '잠시 후 다시 시도해 주세요.', en: 'Please try again in a moment.' },
}
