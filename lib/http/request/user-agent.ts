import { type DeviceLabel, isDeviceLabel } from '../../domain/values/device.ts'

type Sign = readonly [sign: RegExp, name: string]

/** The first that fits counts: nearly all browsers claim to be Chrome and Safari as well. */
const browsers: readonly Sign[] = [
  [/KAKAOTALK/i, 'KakaoTalk'],
  [/NAVER\(inapp/i, 'NAVER'],
  [/ Line\//, 'LINE'],
  [/Instagram/, 'Instagram'],
  [/FBA[NV]\//, 'Facebook'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/Whale\//, 'Whale'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/OPR\/|OPT\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  // A page inside of some app, which does not say which.
  [/; wv\)/, ''],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

/** An iPad that asks for the desktop's pages says that it is a Mac; nothing here can know better. */
const systems: readonly Sign[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Macintosh|macOS/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** What sends requests for apps that do not say their own name. */
const libraries =
  /^(okhttp|dart|cfnetwork|dalvik|ktor-client|alamofire|axios|node|node-fetch|undici|java|apache-httpclient|go-http-client|python-requests|python-urllib|reqwest|curl|wget|postmanruntime)$/i

/** More than any header of a real device has before what tells it. */
const readLength = 512

/**
 * What a `User-Agent` says of the device: `Safari · iPhone`, or an app's own name and version. Never the header
 * itself, and no version of a browser. Absent when it says nothing that a person could recognise.
 */
export function deviceOf(userAgent: string | undefined): DeviceLabel | undefined {
  const text = (userAgent ?? '').slice(0, readLength)
  const who = text.startsWith('Mozilla/') ? nameIn(browsers, text) : appIn(text)
  const label = [who, nameIn(systems, text)].filter((part) => part !== '').join(' · ')
  return isDeviceLabel(label) ? label : undefined
}

const nameIn = (signs: readonly Sign[], text: string): string =>
  signs.find(([sign]) => sign.test(text))?.[1] ?? ''

/** `Mokkoji/3.2.1 (…)` is `Mokkoji 3.2`. Apple's own client escapes a name that is not Latin. */
function appIn(text: string): string {
  const [, written = '', version] = /^([^/()]{1,120})\/(\d{1,6}(?:\.\d{1,4})?)/.exec(text) ?? []
  const name = unescaped(written).normalize('NFC').trim()
  if (libraries.test(name) || !/^\p{L}[\p{L}\p{M}\p{N} ._-]{0,29}$/u.test(name)) return ''
  return `${name} ${version}`
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
