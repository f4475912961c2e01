/** The texts about the devices that a member is signed in on. */
export const devices = {
  ko: {
    devicesTitle: '로그인한 기기',
    openDevices: '로그인한 기기 보기',
    thisDevice: '이 기기',
    unknownDevice: '알 수 없는 기기',
    deviceUsed: '마지막 사용 {date}',
    endDevice: '로그아웃',
    wasEnded: '해당 기기에서 로그아웃했습니다.',
    logoutEverywhere: '모든 기기에서 로그아웃',
    loggedOutEverywhere: '모든 기기에서 로그아웃했습니다.',
    devicesNote:
      '기기 이름은 로그인할 때 기기가 알려 준 이름입니다. 마지막 사용은 로그인을 연장한 시각입니다.',
  },
  en: {
    devicesTitle: 'Signed in on',
    openDevices: 'Show my devices',
    thisDevice: 'this device',
    unknownDevice: 'Unknown device',
    deviceUsed: 'last used {date}',
    endDevice: 'Sign out',
    wasEnded: 'That device is signed out.',
    logoutEverywhere: 'Sign out everywhere',
    loggedOutEverywhere: 'You are signed out on all devices.',
    devicesNote:
      'Each device tells its own name when it signs in. A device counts as used when it renews its sign-in.',
  },
}
