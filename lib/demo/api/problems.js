/**
 * The text of each problem for the person at the screen, by the problem's `code`. The API says the same of its own
 * problems, so a notice shows each text once.
 */
export const problemWords = {
  member_deactivated: {
    ko: '휴면 상태인 계정입니다. 다시 이용하려면 계정을 활성화해 주세요.',
    en: 'This account is paused. Reactivate it to continue.',
  },
  member_suspended: {
    ko: '이용이 정지된 계정입니다. 고객센터에 문의해 주세요.',
    en: 'This account is suspended. Please contact support.',
  },
  member_withdrawn: {
    ko: '탈퇴한 계정입니다.',
    en: 'This account is closed.',
  },
  mandatory_items_not_agreed: {
    ko: '필수 항목 제공에 동의하지 않아 가입할 수 없습니다. 다시 시도하면 동의할 항목을 새로 선택할 수 있습니다.',
    en: 'Signing up needs an item that you did not share. Try again to share it.',
  },
  guardian_consent_required: {
    ko: '가입하려면 먼저 법정대리인의 동의가 필요합니다.',
    en: 'A guardian has to agree before you can join.',
  },
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
  not_found: { ko: '찾을 수 없습니다.', en: 'Nothing was found here.' },
  method_not_allowed: { ko: '여기서는 사용할 수 없는 요청입니다.', en: 'This method is not allowed here.' },
  token_used: {
    ko: '이미 사용된 요청입니다.',
    en: 'This request was already used.',
  },
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
    ko: '다시 활성화할 때 연락할 방법이 없습니다. 이메일이나 전화번호를 먼저 인증해 주세요.',
    en: 'No message could reach you later. Please verify an e-mail address or a phone number first.',
  },
  last_login_method: {
    ko: '마지막 로그인 방법은 해제할 수 없습니다.',
    en: 'You cannot remove your last way of signing in.',
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
  unexpected: {
    ko: '문제가 발생했습니다. 잠시 후 다시 시도해 주세요.',
    en: 'Something went wrong on our side. Please try again in a moment.',
  },
  unavailable: {
    ko: '지금은 요청을 처리할 수 없습니다. 잠시 후 다시 시도해 주세요.',
    en: 'The service is busy. Please try again in a moment.',
  },
  state_mismatch: {
    ko: '이 창에서 시작한 로그인이 아닙니다. 다시 시작해 주세요.',
    en: 'This sign-in was started in another window. Please start again.',
  },
  no_response: {
    ko: '서버가 응답하지 않습니다. 터미널에서 서버가 실행 중인지 확인해 주세요.',
    en: 'The server does not respond. Check that it still runs in the terminal.',
  },
}
