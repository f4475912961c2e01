/** The demo's own words on the first screen, in place of those of the elements. */
export const start = {
  ko: {
    startTitle: '다시 만나 반가워요',
    startLead:
      '모꼬지에는 예전부터 이용해 온 회원이 있습니다. 어떤 방법으로 로그인해도 한 사람은 하나의 계정만 씁니다.',
  },
  en: {
    startTitle: 'Good to see you again',
    startLead: 'Mokkoji has had members for years. Every sign-in method leads a person to the same account.',
  },
}
