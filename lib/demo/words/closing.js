/** The texts about closing the account. */
export const closing = {
  ko: {
    openClosing: '탈퇴하기',
    closingTitle: '정말 탈퇴하시겠어요?',
    closingLead: '탈퇴하면 다음과 같이 처리됩니다.',
    closingSessions: '모든 기기에서 바로 로그아웃됩니다.',
    closingProviders: '{providers} 연결이 해제됩니다.',
    closingRestore:
      '{days}일 안에 다시 로그인하면 계정을 복구하는 메일을 보내 드립니다. 그동안 같은 이메일이나 휴대전화 번호로는 새로 가입할 수 없습니다.',
    closingErased:
      '{days}일이 지나면 회원 정보를 모두 삭제합니다. 약관 동의 기록만 누구의 것인지 알 수 없게 보관합니다.',
    closeAccount: '탈퇴하기',
    keepAccount: '계속 이용하기',
    isClosed: '탈퇴했습니다. {days}일 안에 다시 로그인하면 계정을 복구하는 메일을 보내 드립니다.',
  },
  en: {
    openClosing: 'Close the account',
    closingTitle: 'Close your account?',
    closingLead: 'Closing the account has these effects:',
    closingSessions: 'All devices are signed out at once.',
    closingProviders: 'These providers are disconnected: {providers}.',
    closingRestore:
      'For {days} days you can restore the account: sign in, and we send you a mail. Until then nobody can join with the same address or number.',
    closingErased:
      'After {days} days your data is erased. Only the record of your consents is kept, without anything that names you.',
    closeAccount: 'Close my account',
    keepAccount: 'Keep my account',
    isClosed: 'The account is closed. Sign in within {days} days to get a mail that restores the account.',
  },
}
