import { en } from './en.js'
import { ko } from './ko.js'

const words = { ko, en }

const key = 'ieum-language'
const listeners = new Set()

function preferred() {
  const kept = localStorage.getItem(key)
  if (kept === 'ko' || kept === 'en') return kept
  const first = navigator.languages.find((tag) => /^(ko|en)\b/i.test(tag))
  return first?.toLowerCase().startsWith('en') ? 'en' : 'ko'
}

let current = preferred()
document.documentElement.lang = current

/** `ko` or `en`: the chosen language, else the language of the browser, else Korean. */
export const language = () => current

/** Changes and keeps the language, and notifies the listeners. */
export function setLanguage(next) {
  current = next
  localStorage.setItem(key, next)
  document.documentElement.lang = next
  for (const listener of listeners) listener()
}

export const onLanguage = (listener) => listeners.add(listener)

/** A text in the current language, with `{name}` filled in from `values`. */
export function t(name, values = {}) {
  const text = words[current][name] ?? name
  return text.replace(/\{(\w+)\}/g, (_, part) => values[part] ?? '')
}

/** Gives the text of a pair in the current language. */
export const inLanguage = (pair) => pair?.[current] ?? pair?.ko
