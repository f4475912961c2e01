import { type DeviceLabel, isDeviceLabel } from '../../../domain/values/device.ts'

type Sign = readonly [sign: RegExp, name: string]

/** The first match counts, since nearly all browsers also claim to be Chrome and Safari. */
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
  // A web view of an unnamed app.
  [/; wv\)/, ''],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

/** An iPad in desktop mode claims to be a Mac, which the header cannot disclose. */
const systems: readonly Sign[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Macintosh|macOS/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** HTTP libraries of apps that send no name of their own. */
const libraries =
  /^(okhttp|dart|cfnetwork|dalvik|ktor-client|alamofire|axios|node|node-fetch|undici|java|apache-httpclient|go-http-client|python-requests|python-urllib|reqwest|curl|wget|postmanruntime)$/i

/** Enough for the relevant part of every real device's header. */
const maxReadLength = 512

/**
 * The device that a `User-Agent` header describes: `Safari · iPhone`, or an app's own name and version. Never
 * the raw header, and no browser version. Undefined if a person would recognise nothing.
 */
export function deviceOf(userAgent: string | undefined): DeviceLabel | undefined {
  if (!userAgent) return undefined
  const text = userAgent.slice(0, maxReadLength)
  const who = text.startsWith('Mozilla/') ? nameIn(browsers, text) : appIn(text)
  const label = [who, nameIn(systems, text)].filter((part) => part !== '').join(' · ')
  return isDeviceLabel(label) ? label : undefined
}

const nameIn = (signs: readonly Sign[], text: string): string =>
  signs.find(([sign]) => sign.test(text))?.[1] ?? ''

/**
 * Shortens `Mokkoji/3.2.1 (…)` to `Mokkoji 3.2`. Apple's HTTP client
 * percent-encodes names that are not Latin.
 */
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
