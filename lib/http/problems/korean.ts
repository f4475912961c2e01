import type { ProblemGuide } from './advice.ts'

/** What each problem means to a developer, and what a client does about it, in Korean. Text between backticks is code. */
export const koreanAdvice: ProblemGuide = {
  member_deactivated: {
    means: '회원이 계정을 휴면으로 두었습니다.',
    remedy:
      '메시지를 보냈다고 알립니다(`mailSentTo`). `reactivateToken`이 있으면 바로 활성화하는 버튼을 보여 주고 `POST /reactivate`를 부릅니다.',
  },
  member_suspended: {
    means: '운영자가 이용을 정지한 계정입니다.',
    remedy: '`detail`을 보여 줍니다. 운영자만 풀 수 있습니다.',
  },
  member_withdrawn: {
    means: '탈퇴한 계정입니다.',
    remedy:
      '언제까지 복구할 수 있는지(`restorableUntil`) 알립니다. 나머지는 `member_deactivated`와 같습니다.',
  },
  mandatory_items_not_agreed: {
    means: '서비스에 꼭 필요한 항목(`items`)의 제공을 거부했습니다.',
    remedy: '어떤 항목이 필요한지 알리고 처음부터 다시 시작합니다.',
  },
  guardian_consent_required: {
    means: '최소 나이보다 어립니다.',
    remedy: '`detail`을 보여 줍니다. 법정대리인의 동의는 ieum 밖에서 받습니다.',
  },
  merge_not_allowed: {
    means: '두 계정을 합칠 수 없습니다.',
    remedy: '`detail`을 보여 줍니다. 바뀐 것은 없습니다.',
  },
  reauthentication_mismatch: {
    means: '로그인한 회원과 다른 계정으로 인증했습니다.',
    remedy: '회원 본인의 계정으로 다시 인증하게 합니다.',
  },
  provider_denied: {
    means: '소셜 로그인 화면에서 취소했습니다.',
    remedy: '로그인 화면으로 돌아갑니다. 바뀐 것은 없습니다.',
  },
  provider_unavailable: {
    means: '소셜 로그인 서비스가 응답하지 않거나 이상하게 응답합니다.',
    remedy: '다시 시도하거나 다른 방법으로 로그인하게 합니다.',
  },
  provider_grant_invalid: {
    means: '소셜 로그인 서비스가 코드나 토큰을 받아들이지 않았습니다.',
    remedy: '처음부터 다시 시작합니다.',
  },
  provider_token_not_ours: {
    means: '다른 앱에 발급된 토큰입니다.',
    remedy: '소셜 로그인 서비스에 등록한 앱 키를 확인합니다.',
  },
  rejoin_not_allowed_yet: {
    means: '탈퇴한 뒤 아직 다시 가입할 수 없습니다.',
    remedy: '언제부터 가입할 수 있는지(`rejoinFrom`) 알립니다.',
  },
  identity_mismatch: {
    means: '본인확인 결과가 회원과 다른 사람입니다.',
    remedy: '`detail`을 보여 줍니다. 아무것도 연결되지 않습니다.',
  },
  invalid_request: {
    means: '입력이 올바르지 않습니다. `errors`가 위치를 JSON Pointer로 알립니다.',
    remedy:
      '각 항목 옆에 `detail`을 보여 줍니다. 형식이 틀린 값과 모르는 항목을 먼저 알리고, 그 밖의 잘못은 한꺼번에 알립니다.',
  },
  invalid_transaction: {
    means: '다른 브라우저에서 시작했거나 시간이 지났습니다.',
    remedy: '처음부터 다시 시작합니다.',
  },
  invalid_ticket: {
    means: '티켓이 만료되었거나(60초) 이미 쓰였거나 시작한 브라우저의 쿠키 없이 왔습니다.',
    remedy: "처음부터 다시 시작합니다. 웹 페이지는 모든 요청에 `credentials: 'include'`를 씁니다.",
  },
  invalid_code: {
    means: '인증번호가 틀렸거나 만료되었습니다.',
    remedy: '다시 입력하게 하거나 새 인증번호를 보냅니다.',
  },
  consent_missing: {
    means: '필수 약관에 동의하지 않았습니다.',
    remedy: '`GET /terms`의 필수 약관에 동의를 받습니다.',
  },
  register_token_subject_mismatch: {
    means: '`provider`나 `subject`가 가입 토큰과 다릅니다.',
    remedy: '`registration_required`의 `identity`를 그대로 보냅니다.',
  },
  invalid_token: {
    means: '토큰이 유효하지 않거나 세션이 끝났습니다.',
    remedy: '세션을 한 번 갱신하고, 그래도 안 되면 다시 로그인하게 합니다.',
  },
  invalid_credentials: {
    means: '아이디 또는 비밀번호가 맞지 않습니다.',
    remedy: '다시 입력하게 합니다. 어느 쪽이 틀렸는지는 말하지 않습니다.',
  },
  insufficient_user_authentication: {
    means: '10분 안에 로그인한 회원만 할 수 있는 일입니다(RFC 9470).',
    remedy: '다시 로그인하게 한 뒤 같은 요청을 보냅니다.',
  },
  refused_by_service: {
    means:
      '서비스의 훅이 거절했습니다. `code`는 서비스가 정한 값이고, `type`은 `/problems/refused_by_service`로 끝납니다.',
    remedy: '`detail`을 보여 줍니다. 바뀐 것은 없습니다.',
  },
  not_found: {
    means: '그런 경로나 세션이 없거나, 이 주소로 로그인하는 회원이 없습니다.',
    remedy: '`/login/code`에서는 가입을 권합니다.',
  },
  token_used: {
    means: '이미 쓰인 토큰이나 방문입니다.',
    remedy: '처음부터 다시 시작합니다. 같은 요청을 두 번 보냈다면 첫 요청은 처리되었습니다.',
  },
  email_taken: {
    means: '이미 회원이 인증한 이메일입니다.',
    remedy: '그 주소로 보낸 인증번호로 로그인하게 합니다.',
  },
  phone_taken: {
    means: '이미 회원이 쓰는 번호입니다.',
    remedy: '로그인을 권합니다. 번호의 새 주인은 새 회원으로 계속할 수 있습니다(`continueAs: "new"`).',
  },
  identity_taken: {
    means: '연결할 수 없는 계정입니다.',
    remedy: '`detail`을 보여 줍니다. 다른 회원이 쓰고 있을 수 있습니다.',
  },
  contact_required: {
    means: '나중에 메시지를 받을 곳이 없습니다.',
    remedy: '먼저 이메일이나 번호를 인증하게 합니다.',
  },
  last_login_method: {
    means: '마지막 로그인 방법입니다.',
    remedy: '먼저 다른 로그인 방법을 추가하게 합니다.',
  },
  status_conflict: {
    means: '회원의 상태가 운영자의 변경과 맞지 않습니다.',
    remedy: '먼저 회원의 상태를 확인하세요. 서비스 경로에서만 나옵니다.',
  },
  payload_too_large: {
    means: '본문이 32 KB보다 큽니다.',
    remedy: '줄여서 보냅니다. 사진은 `/uploads`로 올립니다.',
  },
  unsupported_media_type: {
    means: '본문이 UTF-8 JSON이 아닙니다.',
    remedy: '`Content-Type: application/json`으로 보냅니다.',
  },
  too_many_requests: {
    means: '한도를 넘었습니다.',
    remedy: '`Retry-After`초 동안 기다립니다.',
  },
  hook_failed: {
    means: '서비스가 붙인 훅이 실패했거나, 2초를 넘겼거나, 쓸 수 없는 답을 주었습니다.',
    remedy:
      '`Retry-After`초 뒤에 같은 요청을 보냅니다. 티켓이나 제공자의 코드를 보낸 뒤라면 처음부터 다시 시작합니다.',
  },
  unexpected: {
    means: 'ieum의 오류입니다.',
    remedy: '다시 시도하게 합니다. 고객센터에는 `instance`의 번호를 알립니다.',
  },
  unavailable: {
    means: 'ieum이 바쁘거나 일부가 멈췄습니다.',
    remedy: '`Retry-After`초 뒤에 같은 요청을 보냅니다.',
  },
}
