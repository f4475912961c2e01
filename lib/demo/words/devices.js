/** What the page says about where a member is signed in. */
export const devices = {
  ko: {
    devicesTitle: '로그인한 기기',
    openDevices: '로그인한 기기 보기',
    thisDevice: '이 기기',
    unknownDevice: '알 수 없는 기기',
    deviceUsed: '{date}에 마지막으로 사용',
    endDevice: '로그아웃',
    wasEnded: '그 기기에서 로그아웃했습니다.',
    logoutEverywhere: '모든 기기에서 로그아웃',
    loggedOutEverywhere: '모든 기기에서 로그아웃했습니다.',
    devicesNote:
      '기기 이름은 로그인할 때 그 기기가 스스로 밝힌 것입니다. 마지막 사용은 로그인을 연장한 때입니다.',
  },
  en: {
    devicesTitle: 'Signed in on',
    openDevices: 'Show where I am signed in',
    thisDevice: 'this device',
    unknownDevice: 'Unknown device',
    deviceUsed: 'last used {date}',
    endDevice: 'Sign out',
    wasEnded: 'That device is signed out.',
    logoutEverywhere: 'Sign out everywhere',
    loggedOutEverywhere: 'You are signed out on every device.',
    devicesNote:
      'A device says itself what it is, when it signs in. Last used is when it renewed its sign-in.',
  },
}
