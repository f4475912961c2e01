/** What the page says about closing the account. */
export const closing = {
  ko: {
    openClosing: '탈퇴하기',
    closingTitle: '정말 탈퇴할까요?',
    closingLead: '탈퇴하면 이렇게 됩니다.',
    closingSessions: '모든 기기에서 바로 로그아웃됩니다.',
    closingProviders: '{providers} 연결을 끊습니다.',
    closingRestore:
      '30일 안에는 다시 로그인해서 받는 메일로 계정을 되살릴 수 있습니다. 그동안 같은 이메일이나 번호로 새로 가입할 수는 없습니다.',
    closingErased:
      '30일이 지나면 회원 정보를 모두 지웁니다. 약관에 동의한 기록만 누구인지 알 수 없게 남깁니다.',
    closeAccount: '탈퇴하기',
    keepAccount: '계속 이용하기',
    isClosed: '탈퇴했습니다. 30일 안에 다시 로그인하면 메일로 되살릴 수 있습니다.',
  },
  en: {
    openClosing: 'Close the account',
    closingTitle: 'Close your account?',
    closingLead: 'This is what happens.',
    closingSessions: 'You are signed out on every device at once.',
    closingProviders: '{providers}: the connection is ended.',
    closingRestore:
      'For 30 days you can restore the account: sign in, and you get a mail for it. Until then nobody can join with the same address or number.',
    closingErased:
      'After 30 days your data is erased. Only what you agreed to is kept, where nothing leads back to you.',
    closeAccount: 'Close my account',
    keepAccount: 'Keep it',
    isClosed: 'The account is closed. Sign in within 30 days, and a mail lets you restore it.',
  },
}
