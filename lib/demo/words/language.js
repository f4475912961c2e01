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

/** `ko` or `en`: what the person chose, else what the browser asks for, else Korean. */
export const language = () => current

/** Changes the language, remembers it, and tells whoever draws something. */
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

/** Picks from a pair of texts. */
export const inLanguage = (pair) => pair?.[current] ?? pair?.ko
