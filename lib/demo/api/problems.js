/** What went wrong, in words for the person in front of the screen; the key is the problem's `code`. */
export const problemWords = {
  member_deactivated: {
    ko: '쉬고 있는 계정입니다. 메일함에서 다시 시작하는 링크를 확인해 주세요.',
    en: 'This account is paused. Look for the mail that wakes it up.',
  },
  member_suspended: { ko: '이용이 정지된 계정입니다.', en: 'This account is suspended.' },
  member_withdrawn: {
    ko: '탈퇴한 계정입니다. 메일함에서 되살리는 링크를 확인해 주세요.',
    en: 'This account was closed. Look for the mail that restores it.',
  },
  mandatory_items_not_agreed: {
    ko: '가입에 꼭 필요한 항목을 거절하셨어요. 다시 시작하면 한 번 더 물어봅니다.',
    en: 'Something that joining needs was refused. Start again and you will be asked once more.',
  },
  guardian_consent_required: {
    ko: '가입하려면 먼저 보호자의 동의가 필요합니다.',
    en: 'A guardian has to agree before you can join.',
  },
  merge_not_allowed: { ko: '이 두 계정은 합칠 수 없습니다.', en: 'These two accounts cannot be merged.' },
  reauthentication_mismatch: {
    ko: '지금 로그인한 회원과 다른 계정입니다.',
    en: 'That was not the account you are signed in with.',
  },
  provider_denied: {
    ko: '로그인을 취소하셨어요. 언제든 다시 시작할 수 있습니다.',
    en: 'You cancelled. You can start again whenever you like.',
  },
  provider_unavailable: {
    ko: '로그인 제공자가 답하지 않습니다. 잠시 뒤에 다시 해 주세요.',
    en: 'The sign-in provider does not answer properly. Try again in a moment.',
  },
  provider_grant_invalid: {
    ko: '로그인 제공자가 이 로그인을 받아들이지 않았습니다. 다시 시작해 주세요.',
    en: 'The provider did not accept this sign-in. Please start again.',
  },
  provider_token_not_ours: {
    ko: '다른 앱에 발급된 로그인입니다.',
    en: 'This sign-in was issued to another application.',
  },
  rejoin_not_allowed_yet: {
    ko: '탈퇴한 지 얼마 되지 않아 아직 다시 가입할 수 없습니다.',
    en: 'This account was closed not long ago: joining again is not possible yet.',
  },
  identity_mismatch: {
    ko: '본인확인 결과가 이 회원과 다릅니다.',
    en: 'The identity check names another person.',
  },
  invalid_request: { ko: '입력한 내용을 확인해 주세요.', en: 'Please check what you entered.' },
  invalid_transaction: {
    ko: '여기서 시작하지 않았거나 너무 오래 걸린 로그인입니다. 다시 시작해 주세요.',
    en: 'This sign-in was not started here, or it took too long. Please start again.',
  },
  invalid_ticket: {
    ko: '로그인 표가 이미 쓰였거나 시간이 지났습니다. 다시 시작해 주세요.',
    en: 'The ticket was used or is too old. Please start again.',
  },
  invalid_code: { ko: '코드가 맞지 않습니다.', en: 'The code is not right.' },
  consent_missing: { ko: '필수 약관에 동의해 주세요.', en: 'Please agree to the required terms.' },
  register_token_subject_mismatch: {
    ko: '다른 계정의 가입 표입니다. 다시 시작해 주세요.',
    en: 'This sign-up belongs to another identity. Please start again.',
  },
  invalid_token: {
    ko: '로그인한 지 오래되어 다시 로그인해야 합니다.',
    en: 'Your sign-in has run out. Please sign in again.',
  },
  invalid_credentials: { ko: '로그인 정보가 맞지 않습니다.', en: 'These credentials are not right.' },
  insufficient_user_authentication: {
    ko: '중요한 일이라 방금 로그인한 상태여야 합니다.',
    en: 'This needs a sign-in from just now.',
  },
  not_found: { ko: '여기에는 아무것도 없습니다.', en: 'There is nothing here.' },
  method_not_allowed: { ko: '여기서는 쓸 수 없는 방식입니다.', en: 'That method is not supported here.' },
  token_used: {
    ko: '이미 한 번 쓴 표입니다. 다시 시작해 주세요.',
    en: 'This was used already. Please start again.',
  },
  email_taken: {
    ko: '이 이메일을 쓰는 회원이 이미 있습니다.',
    en: 'A member has this e-mail address already.',
  },
  phone_taken: {
    ko: '이 전화번호를 쓰는 회원이 이미 있습니다.',
    en: 'A member has this phone number already.',
  },
  identity_taken: { ko: '이 계정은 이을 수 없습니다.', en: 'This identity cannot be linked.' },
  last_login_method: {
    ko: '마지막 로그인 수단이라 끊을 수 없습니다.',
    en: 'This is the last way of signing in, so it stays.',
  },
  payload_too_large: { ko: '보낸 내용이 너무 큽니다.', en: 'That was too large.' },
  unsupported_media_type: { ko: '받을 수 없는 형식입니다.', en: 'That format is not supported.' },
  too_many_requests: {
    ko: '너무 여러 번 시도했습니다. 잠시 쉬었다가 해 주세요.',
    en: 'Too many tries. Please wait a little.',
  },
  unexpected: { ko: '저희 쪽에서 문제가 생겼습니다.', en: 'Something went wrong on our side.' },
  unavailable: {
    ko: '잠시 쉬고 있습니다. 조금 뒤에 다시 해 주세요.',
    en: 'We need a moment. Please try again shortly.',
  },
  state_mismatch: {
    ko: '이 창에서 시작한 로그인이 아닙니다. 다시 시작해 주세요.',
    en: 'This sign-in was not started in this window. Please start again.',
  },
  no_answer: {
    ko: '서버가 답하지 않습니다. 터미널에서 아직 실행 중인지 확인해 주세요.',
    en: 'The server does not answer. Is it still running in the terminal?',
  },
}
