import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDeviceLabel } from '../../../../lib/domain/values/device.ts'
import { deviceOf } from '../../../../lib/http/request/sender/user-agent.ts'
import { codePoint } from '../../../support/any-text.ts'

const apple = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'
const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const mac = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit}`
const windows = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit}`
const iPhone = `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) ${apple}`
const galaxy = `Mozilla/5.0 (Linux; Android 14; SM-S921N) ${webkit}`
const insideOfApp = `Mozilla/5.0 (Linux; Android 14; SM-S921N Build/UP1A; wv) ${webkit} Version/4.0`

describe('the label of a device', () => {
  it.each([
    [`${mac} Chrome/131.0.0.0 Safari/537.36`, 'Chrome · macOS'],
    [`${mac} Version/18.1 Safari/605.1.15`, 'Safari · macOS'],
    [`${windows} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`, 'Edge · Windows'],
    [`${windows} Chrome/128.0.0.0 Whale/3.28.266.11 Safari/537.36`, 'Whale · Windows'],
    [`${windows} Chrome/131.0.0.0 Safari/537.36 OPR/116.0.0.0`, 'Opera · Windows'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', 'Firefox · Linux'],
    [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/131.0 Safari/537.36`, 'Chrome · ChromeOS'],
    [`${iPhone} Version/18.1 Mobile/15E148 Safari/604.1`, 'Safari · iPhone'],
    [`${iPhone} CriOS/126.0 Mobile/15E148 Safari/604.1`, 'Chrome · iPhone'],
    [`Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) ${apple} Version/17.5 Safari/604.1`, 'Safari · iPad'],
    [`${galaxy} Chrome/131.0.0.0 Mobile Safari/537.36`, 'Chrome · Android'],
    [`${galaxy} SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36`, 'Samsung Internet · Android'],
    [`${iPhone} Mobile/15E148 KAKAOTALK/11.0.0 (INAPP)`, 'KakaoTalk · iPhone'],
    [`${insideOfApp} Chrome/130.0 Mobile Safari/537.36;KAKAOTALK 2610250`, 'KakaoTalk · Android'],
    [`${iPhone} Mobile/15E148 NAVER(inapp; search; 1200; 12.7.3; 15PRO)`, 'NAVER · iPhone'],
    [`${iPhone} Safari Line/14.19.0`, 'LINE · iPhone'],
    [`${insideOfApp} Chrome/130.0 Mobile Safari/537.36`, 'Android'],
    [`${iPhone} Mobile/15E148`, 'iPhone'],
    ['Mokkoji/3.2.1 (iPhone; iOS 18.1; Scale/3.00)', 'Mokkoji 3.2 · iPhone'],
    ['Mokkoji/412 CFNetwork/1568.200.51 Darwin/24.1.0', 'Mokkoji 412'],
    ['%EB%AA%A8%EA%BC%AC%EC%A7%80/412 CFNetwork/1568.200.51 Darwin/24.1.0', '모꼬지 412'],
    ['Mokkoji Beta/2.0 okhttp/4.12.0', 'Mokkoji Beta 2.0'],
    ['Dalvik/2.1.0 (Linux; U; Android 14; SM-S921N Build/UP1A)', 'Android'],
  ])('of %j is %j', (userAgent, label) => {
    expect(deviceOf(userAgent)).toBe(label)
  })

  it.each([
    undefined,
    '',
    'node',
    'okhttp/4.12.0',
    'Dart/3.5 (dart:io)',
    'curl/8.4.0',
    'Mozilla/5.0',
    'Amazon CloudFront',
    '<b>you</b>/1',
    '\u001b[31mred/1',
    '%00%1b/1',
    '%E0%A4%A/1',
    `${'x'.repeat(200)}/1`,
    '../../etc/1',
  ])('is absent where %j reveals nothing', (userAgent) => {
    expect(deviceOf(userAgent)).toBeUndefined()
  })

  it('is short and plain, or absent, for any header', () => {
    const piece = fc.constantFrom(
      'Mozilla/5.0 ',
      'Chrome/1 ',
      '(iPhone; ',
      'App/',
      '%0a',
      '\u202e',
      ' · ',
      '1.2',
    )
    const anything = fc.array(fc.oneof(piece, fc.string({ unit: codePoint })), { maxLength: 30 })
    fc.assert(
      fc.property(anything, (parts) => {
        const label = deviceOf(parts.join(''))
        expect(label === undefined || (isDeviceLabel(label) && label.length <= 64)).toBe(true)
        expect(label ?? '').not.toMatch(/[\p{C}<>"'&]/u)
      }),
    )
  })
})
